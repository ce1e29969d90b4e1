import { plural } from "../../shared/catalogue";

const photos = (count: number): string => `${count} ${plural(count, "photo", "photos")}`;
/** A file's name, at the beginning of a sentence and within one. */
const file = (name: string): string => (name === "" ? "This photo" : `“${name}”`);
const theFile = (name: string): string => (name === "" ? "this photo" : `“${name}”`);

/** Every sentence of the phone page. */
export const en = {
  title: "Send photos to print",
  otherLanguage: "中文",
  connectedTo: "Connected to",
  reconnecting: "Connecting again to",

  choose: "Choose photos",
  chooseMore: "Choose more photos",
  limit: (most: number, size: string) => `Up to ${photos(most)}, ${size} each`,
  welcome: "Print the photos on this phone",
  steps: {
    choose: "Choose photos here, as many as you like at once.",
    appear: "Each one appears on the kiosk as it arrives.",
    print: "Choose size and copies, pay and print at the kiosk.",
  },
  sealed: "Sealed on this phone; only this kiosk can open them. Deleted when you are done.",

  sending: (sent: number, all: number) => `Sending: ${sent} of ${all}`,
  earlier: "sent earlier",
  keepOpen: "Keep this page open until all are sent.",
  landing: (shown: number, all: number) => `${shown} of ${all} on the kiosk`,
  allShown: (all: number) =>
    all === 1 ? "Your photo is on the kiosk" : `All ${all} photos are on the kiosk`,
  goOn: "Go on there: choose size and copies, then pay.",
  paying: "Waiting for the payment at the kiosk",
  payingHint: "To add photos, go back on the kiosk first.",

  photo: {
    waiting: "waiting",
    preparing: "being prepared",
    sending: (percent: number) => `sending, ${percent} percent`,
    retrying: "connection lost, trying again",
    sent: "sent, the kiosk is opening it",
    shown: "on the kiosk",
    failed: "not sent",
    unnamed: (number: number) => `Photo ${number}`,
  },
  failed: (count: number) => `${photos(count)} could not be sent`,
  failedHint: "Check your connection. They are still on this phone.",
  retry: (count: number) => plural(count, "Retry 1 photo", `Retry ${count} photos`),
  refusals: (count: number) => `${plural(count, "1 file", `${count} files`)} cannot be printed`,
  leftOut: (count: number, most: number) =>
    `${photos(count)} left out: one visit takes up to ${most}.`,
  dismiss: (name: string) => `Take ${theFile(name)} off the list`,
  refused: {
    not_a_picture: (name: string) => `${file(name)} is not a photo; only photos can be printed.`,
    video: (name: string) => `${file(name)} is a video; only photos can be printed.`,
    document: (name: string) => `${file(name)} is a document; only photos can be printed.`,
    heic: (name: string) =>
      `${file(name)} is a HEIC photo, which this kiosk cannot read. Send it as JPEG, or a screenshot of it.`,
    avif: (name: string) =>
      `${file(name)} is an AVIF picture, which this kiosk cannot read. Send it as JPEG, or a screenshot of it.`,
    too_large: (name: string, size: string) =>
      `${file(name)} is larger than ${size}. Send a smaller copy of it.`,
    too_many_pixels: (name: string) =>
      `${file(name)} has more pixels than can be printed. Send a smaller copy of it.`,
    too_small: (name: string) =>
      `${file(name)} is too small to print well. Choose the original if you have it.`,
    damaged: (name: string) => `${file(name)} is damaged and cannot be opened. Choose another one.`,
    not_for_this_session: (name: string) =>
      `The kiosk could not unseal ${theFile(name)}. Scan the code on the kiosk again, then send it once more.`,
    unreadable: (name: string) =>
      `This phone could not open ${theFile(name)}. If it is in the cloud, download it first.`,
  },

  printing: (sheet: number, of: number) => `Printing ${sheet} of ${of}`,
  printingHint: (kiosk: string) => `Your photos come out at ${kiosk}. You can follow it here.`,
  ended: (sheets: number) => `Take your ${photos(sheets)}`,
  endedEmpty: "This visit is over",
  endedEmptyHint: "Nothing was printed. If you have paid, your money comes back by itself.",
  deleted: (time: string) => `All your photos are deleted, ${time}.`,
  again: "To print more, scan the code on the kiosk again.",

  connecting: "Connecting to the kiosk…",
  offline: "No connection. Your photos are safe here; sending goes on by itself.",
  trouble: {
    insecure: {
      title: "This page cannot seal your photos",
      text: "Photos are only sent sealed, and this browser or address does not allow that. Nothing was sent.",
      todo: "Open the link in Safari or Chrome. If this page comes again, please tell the staff.",
    },
    badLink: {
      title: "The link is incomplete",
      text: "Its last part, which seals your photos, got lost on the way. Nothing was sent.",
      todo: "Scan the code on the kiosk’s screen again.",
    },
    dead: {
      title: "This link is no longer valid",
      text: "Every visit has its own code, and this one is over. Photos sent with it are deleted.",
      todo: "Scan the code that is on the kiosk’s screen now.",
    },
    waiting: {
      title: "Another phone is connected",
      text: "The kiosk asks whether this phone may send photos too.",
      todo: "Tap “Allow” on the kiosk’s screen. This page goes on by itself.",
    },
    refused: {
      title: "This phone was not let in",
      text: "Someone at the kiosk declined. Nothing was sent.",
      todo: "If that was a mistake, start again at the kiosk and scan the new code.",
    },
    unreachable: {
      title: "No connection",
      text: "The kiosk cannot be reached from this phone. Nothing was sent.",
      todo: "Check Wi-Fi or mobile data. This page tries again by itself.",
    },
  },
};
