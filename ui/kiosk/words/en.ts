import { plural } from "../../shared/catalogue";

const photos = (count: number): string => `${count} ${plural(count, "photo", "photos")}`;
const prints = (count: number): string => `${count} ${plural(count, "print", "prints")}`;
/** A file's name at the beginning of a sentence. */
const file = (name: string): string => (name === "" ? "This file" : `“${name}”`);

/** Every sentence of the kiosk. */
export const en = {
  otherLanguage: "中文",
  help: "Help",
  back: "Back",
  cancel: "Cancel",
  close: "Close",
  stepNumber: (number: number) => `${number} of 4`,
  prints,
  photos,
  size: { five_inch: "5-inch", six_inch: "6-inch", eight_inch: "8-inch", four_small: "4 small" },
  product: {
    five_inch: "5-inch",
    six_inch: "6-inch",
    eight_inch: "8-inch",
    four_small: "4 small",
    index_print: "Index print",
  },
  millimetres: {
    five_inch: "89 × 127 mm",
    six_inch: "102 × 152 mm",
    eight_inch: "152 × 203 mm",
    four_small: "4 times 51 × 76 mm on a 6-inch sheet",
  },
  page: (number: number, of: number) => `${number} / ${of}`,
  pageLabel: (number: number, of: number) => `Page ${number} of ${of}`,
  pageBack: "Page back",
  pageOn: "Page on",
  photo: (number: number) => `Photo ${number}`,

  notices: {
    sizeOut: {
      five_inch: "5-inch is out of paper.",
      six_inch: "6-inch is out of paper.",
      eight_inch: "8-inch is out of paper.",
      four_small: "4 small photos are out of paper.",
    },
    stillPrints: {
      six_inch: "6-inch prints as usual.",
      eight_inch: "8-inch prints as usual.",
    },
    offline:
      "No connection at the moment. New photos and payments have to wait; what is here is safe.",
  },

  starting: { title: "Starting", text: "One moment, please." },
  pairing: {
    title: "Pair this kiosk",
    connecting: "Connecting to the dashboard…",
    connectingHint: "A code appears here as soon as it answers. Check the network cable or Wi-Fi.",
    steps: {
      open: "Open the dashboard and sign in.",
      add: "Choose “Add a kiosk”.",
      type: "Type this code.",
    },
    codeLabel: (code: string) => `Pairing code ${code}`,
  },
  out: {
    title: {
      no_settings: "Not ready yet",
      offline: "No connection",
      printer_offline: "The printer does not answer",
      printer_stopped: "The printer needs a hand",
      no_paper: "Out of paper",
    },
    text: {
      no_settings: "This machine is waiting for its prices and settings.",
      offline: "Photos and payments cannot travel at the moment.",
      printer_offline: "It cannot print at the moment.",
      printer_stopped: "Someone has to open it before it can print again.",
      no_paper: "There is no photo paper of any size left.",
    },
    money: "Nothing can be bought here now, so nothing is charged.",
    todo: "This screen comes back by itself as soon as it works again.",
  },

  attract: {
    headline: "Scan. Pick. Print.",
    hint: "With your phone’s camera or WeChat. No app needed.",
    preparing: "A fresh code is on its way…",
    qr: "QR code: scan it to send photos from your phone",
    price: "a print",
    soldOut: "out of paper",
    discount: (percent: number, from: number) =>
      from <= 1 ? `${percent}% off everything today` : `${percent}% off from ${from} prints`,
    start: "Touch to start",
  },

  collect: {
    title: "Choose photos",
    scan: "Scan to send your photos",
    steps: {
      scan: "Scan the code with your phone’s camera or WeChat.",
      pick: "Choose your photos on the phone.",
      land: "They appear here as they arrive.",
    },
    connected: "Your phone is connected",
    connectedHint: "Choose your photos on the phone now. They appear here as they arrive.",
    more: "More from your phone",
    moreTitle: "More from your phone",
    moreHint: "Use the page that is open on your phone, or scan this code again.",
    all: "Choose all",
    none: "Choose none",
    landing: "on its way",
    arriving: (count: number) => `${photos(count)} on the way`,
    here: (count: number) => `${photos(count)} here`,
    chosen: (count: number) => `${count} chosen`,
    chooseFirst: "Touch the photos you want",
    tile: (number: number, chosen: boolean) =>
      `Photo ${number}, ${chosen ? "chosen" : "not chosen"}`,
    cutShort: "Incomplete: what is missing is grey",
    next: "Choose sizes",
  },
  refused: {
    not_a_picture: (name: string) => `${file(name)} is not a photo; only photos can be printed.`,
    video: (name: string) => `${file(name)} is a video; only photos can be printed.`,
    document: (name: string) => `${file(name)} is a document; only photos can be printed.`,
    heic: (name: string) => `${file(name)} is a HEIC photo. Please send it as JPEG.`,
    avif: (name: string) => `${file(name)} is an AVIF picture. Please send it as JPEG.`,
    too_large: (name: string) => `${file(name)} is too large. Please send a smaller copy.`,
    too_many_pixels: (name: string) => `${file(name)} has too many pixels to print.`,
    too_small: (name: string) => `${file(name)} is too small to print well.`,
    damaged: (name: string) => `${file(name)} is damaged and cannot be opened.`,
    not_for_this_session: (name: string) =>
      `${file(name)} could not be unsealed. Scan the code and send it again.`,
    too_many: (name: string) => `${file(name)} is one too many for a single visit.`,
  },

  sizes: {
    title: "Size and copies",
    all: {
      five_inch: "All in 5-inch",
      six_inch: "All in 6-inch",
      eight_inch: "All in 8-inch",
      four_small: "All 4 times small",
    },
    out: "out of paper",
    fewer: (number: number) => `Fewer copies of photo ${number}`,
    more: (number: number) => `More copies of photo ${number}`,
    copies: (count: number) => `${count} ${plural(count, "copy", "copies")}`,
    sizeOf: (number: number) => `Size of photo ${number}`,
    edit: "Edit",
    editPhoto: (number: number) => `Edit photo ${number}`,
    soft: "May look soft",
    softIn: {
      five_inch: "Too few pixels for a sharp 5-inch print",
      six_inch: "Too few pixels for a sharp 6-inch print",
      eight_inch: "Too few pixels for a sharp 8-inch print",
      four_small: "Too few pixels for sharp small photos",
    },
    discount: "Discount",
    noPrice: "There is no price for this order: at most 200 prints in one go.",
    next: "Review order",
  },

  edit: {
    title: "Edit photo",
    frame: "The photo with the line where the print is cut",
    tools: "Tools",
    group: {
      crop: "Crop",
      light: "Light",
      looks: "Looks",
      beauty: "Beauty",
      border: "Border",
    },
    done: "Keep this",
    undo: "Undo",
    reset: "Start over",
    before: "Hold to compare",
    beforeShown: "Before your changes",
    forAll: (photos: number) => (photos > 1 ? `Use for all ${photos}` : "Use for all"),
    forAllDone: (photos: number) =>
      photos > 1 ? `All ${photos} photos now have this.` : "All photos now have this.",

    hint: "Drag to move, pinch to zoom. What is inside the line is printed.",
    hintWhole: "The whole photo is printed, with white paper beside it.",
    zoomIn: "Larger",
    zoomOut: "Smaller",
    rotate: "Turn",
    mirror: "Mirror",
    straighten: "Straighten",
    tiltLeft: "Tilt left",
    tiltRight: "Tilt right",
    degrees: (degrees: string) => `${degrees}°`,
    fit: "How the photo fills the paper",
    fill: "Fill the paper",
    whole: "Show all of it",

    enhance: "Enhance",
    enhanceNone: "Looks good as it is",
    sliders: "Which sliders",
    light: "Light",
    colour: "Colour",
    tone: {
      exposure: "Brightness",
      contrast: "Contrast",
      highlights: "Highlights",
      shadows: "Shadows",
      saturation: "Colour",
      warmth: "Warmth",
      sharpness: "Sharpness",
    },
    setBack: (name: string) => `${name}: back to 0`,

    look: {
      none: "Original",
      vivid: "Vivid",
      fresh: "Fresh",
      golden: "Golden",
      cool: "Cool",
      film: "Film",
      chrome: "Chrome",
      faded: "Faded",
      cinema: "Cinema",
      blossom: "Blossom",
      forest: "Forest",
      instant: "Instant",
      mono: "Mono",
      noir: "Noir",
      sepia: "Sepia",
    },
    strength: "Strength",

    natural: "Natural",
    beautify: {
      smooth: "Smooth",
      brighten: "Brighten",
      blemish: "Blemishes",
      red_eye: "Red eyes",
    },
    noFace: "No face found in this photo",
    noFaceHint: "These tools only work on faces.",

    border: { none: "No border", narrow: "Narrow", wide: "Wide" },
    borderHint: { none: "to the edge", narrow: "3 mm", wide: "6 mm" },
  },

  review: {
    title: "Review",
    each: (size: string, count: number) => `${size} × ${count}`,
    discount: "Discount",
    reduction: {
      volume: (product: string, from: number) => `${product}: ${from} or more`,
      firstPrints: (count: number) =>
        count === 1 ? "First print free" : `First ${count} prints free`,
    },
    free: "Free",
    printFree: "Print for free",
    total: "Total",
    index: {
      add: (sheets: number, amount: string) =>
        `Add an index print${sheets === 1 ? "" : ` on ${sheets} sheets`} ${amount}`,
      added: (sheets: number, amount: string) =>
        `With an index print${sheets === 1 ? "" : ` on ${sheets} sheets`} ${amount}`,
      hint: "All photos, small and numbered",
      out: "6-inch paper has run out",
    },
    code: {
      have: "Discount code",
      title: "Your discount code",
      hint: "Type the code from your coupon. Spaces and dashes can be left out.",
      typed: (code: string) => (code === "" ? "Nothing typed yet" : `Typed: ${code}`),
      erase: "Erase",
      use: "Use this code",
      checking: "Checking your code…",
      counts: (name: string, off: string) => `${name}: ${off} off`,
      fitsNothing: (name: string) => `${name}: takes nothing off these prints`,
      remove: "Do without the code",
      another: "Another code",
      again: "Try again",
      refusal: {
        unknown: "No such code counts here. Please check every letter.",
        not_yet: "This code does not count yet.",
        expired: "This code does not count any more.",
        used_up: "This code has been used as often as it may be.",
        too_many_tries: "Too many codes were tried here. Please wait a minute.",
      },
      unanswered: "The code could not be checked. Please try again.",
    },
    promise: "What does not print is refunded by itself.",
    pay: (amount: string) => `Pay ${amount}`,
    obstacle: {
      sizeOut: {
        five_inch: "5-inch has run out of paper. Go back and choose another size.",
        six_inch: "6-inch has run out of paper. Go back and choose 8-inch.",
        eight_inch: "8-inch has run out of paper. Go back and choose 6-inch.",
        four_small:
          "4 small photos need 6-inch paper, which has run out. Go back and choose another size.",
      },
      tooFew: (left: number) =>
        `There is paper for ${prints(left)} only. Go back and choose fewer copies.`,
      offline:
        "No connection at the moment, so you cannot pay. Nothing is charged; your photos stay here.",
      printerDown: "The printer is not ready, so you cannot pay yet. Nothing is charged.",
      freeLimit: (most: number) =>
        `Today's free prints end at ${prints(most)} each. Go back and choose fewer.`,
      unstudied: (photos: number) =>
        `One moment: looking for faces in ${photos} ${plural(photos, "photo", "photos")}, so that no head is cut off.`,
      codeHeld: "One moment: your code is coming back from the payment you stopped.",
    },
  },

  /** What people call the app that they pay with. */
  app: { wechat_pay: "WeChat", alipay: "Alipay" },
  either: (one: string, other: string) => `${one} or ${other}`,

  pay: {
    title: "Pay",
    scan: (apps: string) => `Scan with ${apps}`,
    opening: "Getting your code ready…",
    openingHint: "It appears here in a moment.",
    taking: "Using your code…",
    takingHint: "There is nothing to pay. Printing starts by itself.",
    checking: "Looking for your payment…",
    checkingHint: "The time is over. If you have paid at the last moment, we find it.",
    qr: (app: string) => `QR code: scan it with ${app} to pay`,
    timeLeft: (time: string) => `${time} left to pay`,
    steps: {
      scan: (apps: string) => `Scan the code with ${apps}.`,
      confirm: "Confirm the payment on your phone.",
      print: "Printing starts by itself.",
    },
    safe: "Nothing is charged until you confirm on your phone.",
    barcode: {
      ready: "Or hold your payment code before the scanner",
      charging: (app: string) => `Your ${app} code is read`,
      chargingHint: "One moment, please.",
      confirming: (app: string) => `Confirm in ${app}`,
      confirmingHint: "Look at your phone: it asks for your password or a tap.",
      undoing: "Taking the payment back…",
      undoingHint: "It was not confirmed in time. Nothing is charged.",
      unreadable: (apps: string) =>
        `That is no payment code. Open ${apps}, tap “Money” or “Pay”, and show the code there.`,
      declined: {
        code_stale: (_app: string) =>
          "This code has been used or is too old. Let it refresh, then show it again.",
        funds: (app: string) =>
          `${app} says that the money is not enough. Choose another card, or scan a code here.`,
        not_allowed: (app: string) => `${app} does not allow this payment. Please pay another way.`,
        unconfirmed: (_app: string) =>
          "The payment was not confirmed in time and nothing was charged. Please try again.",
        unable: (app: string) =>
          `${app} did not take the code. Nothing was charged. Please scan a code here.`,
      },
    },
  },

  printing: {
    title: "Printing",
    progress: (sheet: number, of: number) => `Printing ${sheet} of ${of}`,
    minutes: (minutes: number) => `About ${minutes} ${plural(minutes, "minute", "minutes")}`,
    soon: "Less than a minute",
    stay: "Your photos come out below. You need not do anything.",
    holdTitle: {
      out_of_paper: "The paper has run out",
      out_of_supply: "The ribbon or ink has run out",
      jam: "The paper is jammed",
      cover_open: "The printer’s cover is open",
      offline: "The printer does not answer",
      paused: "The printer has paused",
    },
    holdText: (printed: number, of: number) =>
      `${printed} of ${of} are printed. Printing goes on by itself once this is put right.`,
    holdMoney: "Your money is safe: what is not printed is paid back.",
    giveUp: "Give me my money back for the rest",
    stopping: "Stopping. This takes a minute at most.",
  },

  done: {
    title: "Done",
    take: (count: number) => `Take your ${photos(count)}`,
    nothing: "Nothing was printed",
    missing: (count: number) => `${prints(count)} could not be printed.`,
    deleted: (time: string) => `All your photos are deleted, ${time}.`,
    finish: "Finish",
  },
  receipt: {
    code: "Receipt",
    qr: "QR code of your receipt",
    scan: "Scan to take your receipt along: what was printed, what was paid, what comes back.",
  },
  why: {
    printer_failed: "The printer gave up.",
    printer_refused: "The printer did not take it.",
    unprovable: "Nobody can say whether it was printed, so you do not pay for it.",
    photos_gone: "The photo could not be read any more.",
    customer: "You chose not to wait.",
    printer_stuck: "The printer stood still for too long.",
  },
  refund: {
    processing: (amount: string, receipt: string, app: string) =>
      `We are refunding ${amount} to your ${app}. Receipt ${receipt}.`,
    done: (amount: string, receipt: string, app: string) =>
      `${amount} is back in your ${app}. Receipt ${receipt}.`,
    needs_person: (amount: string, receipt: string, _app: string) =>
      `Our people refund ${amount} by hand. Please keep receipt ${receipt}.`,
  },

  trouble: {
    title: "Something went wrong",
    money: "Your money",
    todo: "What to do",
    notCharged: "You have not been charged.",
    notPaid: {
      customer: {
        title: "The payment was cancelled",
        todo: "Go on to look at your order again.",
      },
      timed_out: {
        title: "The time to pay ran out",
        todo: "Go on and pay with a fresh code.",
      },
      payment_unavailable: {
        title: "The payment service cannot be reached",
        todo: "Go on and try again in a minute.",
      },
      payment_refused: {
        title: "The payment service did not take the order",
        todo: "Go on and try again. If it happens twice, please use another machine.",
      },
      code_refused: {
        title: "The code does not count any more",
        todo: "Go on and pay without it.",
      },
    },
    tooLate: {
      title: "Your payment came after the time was over",
      todo: "You need not do anything. To print, please start again.",
    },
    unknown: {
      title: "We do not know yet whether you have paid",
      money: "If you have, the whole amount comes back to you by itself.",
      todo: "You need not do anything. Keep the receipt in case you want to ask.",
    },
    goOn: "OK, go on",
    start: "Back to start",
  },

  idle: {
    title: "Are you still there?",
    text: (seconds: number) =>
      `In ${seconds} ${plural(seconds, "second", "seconds")} your photos are deleted and the visit ends.`,
    stay: "Yes, go on",
    leave: "End and delete",
  },
  secondPhone: {
    title: "Another phone wants to send photos",
    text: "Let it in only if you know whose it is.",
    admit: "Let it in",
    refuse: "Keep it out",
  },
  helpSheet: {
    title: "How it works",
    steps: {
      send: "Scan the code and send photos from your phone. No app needed.",
      choose: "Choose photos, sizes and copies; crop them if you like.",
      pay: "Pay with your phone. You see the price before.",
      take: "Take your prints below.",
    },
    moneyTitle: "Your money",
    money: "What does not print is refunded by itself, without asking.",
    privacyTitle: "Your photos",
    privacy: "They are sealed on the way and deleted when you leave.",
    who: (kiosk: string) => `If you call for help, say “${kiosk}”.`,
  },

  service: {
    title: "Service",
    password: "Service password",
    passwordHint: "For the technician.",
    open: "Open",
    checking: "Checking…",
    wrong: "That did not open. Check the password; after several tries it stays shut for a while.",
    erase: "Erase",
    capitals: "Capital letters",
    letters: "abc",
    signs: "&123",
    space: "Space",
    shown: (count: number) => `${count} characters typed`,
    kiosk: "Kiosk",
    software: "Software",
    settings: "Settings version",
    dashboard: "Dashboard",
    printer: "Printer",
    reasons: "State reasons",
    noReasons: "none",
    printsLeft: "Prints left",
    unknown: "unknown",
    factsPending: "Facts to upload",
    ordersOpen: "Orders with open money",
    answers: "answers",
    silent: "does not answer",
    resume: "Resume printer",
  },
};
