import type { Translation } from "../../shared/catalogue";
import type { en } from "./en";

const file = (name: string): string => (name === "" ? "这张照片" : `“${name}”`);

export const zh: Translation<typeof en> = {
  title: "发送照片去打印",
  otherLanguage: "English",
  connectedTo: "已连接",
  reconnecting: "正在重新连接",

  choose: "选择照片",
  chooseMore: "再选几张",
  limit: (most, size) => `最多 ${most} 张，每张不超过 ${size}`,
  welcome: "打印手机里的照片",
  steps: {
    choose: "在这里选照片，一次可以选很多张。",
    appear: "传好一张，机器屏幕上就出现一张。",
    print: "在机器上选尺寸和张数，付款后打印。",
  },
  sealed: "照片先在手机上加密，只有这台机器能打开，用完即删。",

  sending: (sent, all) => `正在发送 ${sent}/${all}`,
  earlier: "张先前已发",
  keepOpen: "发完之前请不要关闭本页。",
  landing: (shown, all) => `已有 ${shown}/${all} 张到达机器`,
  allShown: (all) => (all === 1 ? "照片已到机器上" : `${all} 张照片都到机器上了`),
  goOn: "请在机器上继续：选尺寸和张数，然后付款。",
  paying: "等待在机器上付款",
  payingHint: "还想加照片，请先在机器上返回。",

  photo: {
    waiting: "等待发送",
    preparing: "正在准备",
    sending: (percent) => `正在发送，${percent}%`,
    retrying: "网络中断，正在重试",
    sent: "已发送，机器正在打开",
    shown: "已到机器上",
    failed: "没有发出去",
    unnamed: (number) => `第 ${number} 张照片`,
  },
  failed: (count) => `有 ${count} 张照片没发出去`,
  failedHint: "请检查网络。照片还在手机里。",
  retry: (count) => `重试这 ${count} 张`,
  refusals: (count) => `有 ${count} 个文件不能打印`,
  leftOut: (count, most) => `有 ${count} 张没有加入：一次最多 ${most} 张。`,
  dismiss: (name) => `从列表中移除${file(name)}`,
  refused: {
    not_a_picture: (name) => `${file(name)}不是照片，只能打印照片。`,
    video: (name) => `${file(name)}是视频，只能打印照片。`,
    document: (name) => `${file(name)}是文档，只能打印照片。`,
    heic: (name) => `${file(name)}是 HEIC 格式，这台机器读不了。请转成 JPEG，或截图后再发。`,
    avif: (name) => `${file(name)}是 AVIF 格式，这台机器读不了。请转成 JPEG，或截图后再发。`,
    too_large: (name, size) => `${file(name)}超过 ${size}，请换一张小一点的。`,
    too_many_pixels: (name) => `${file(name)}的像素太多，打印不了，请换一张小一点的。`,
    too_small: (name) => `${file(name)}太小，打印出来会模糊。如果有原图，请选原图。`,
    damaged: (name) => `${file(name)}已损坏，打不开，请换一张。`,
    not_for_this_session: (name) => `机器解不开${file(name)}。请重新扫描机器上的二维码，再发一次。`,
    unreadable: (name) => `手机打不开${file(name)}。如果照片存在云端，请先下载到手机。`,
  },

  printing: (sheet, of) => `正在打印第\u00a0${sheet}\u00a0张，共\u00a0${of}\u00a0张`,
  printingHint: (kiosk) => `照片会从“${kiosk}”出来，您可以在这里看进度。`,
  ended: (sheets) => `请取走您的 ${sheets} 张照片`,
  endedEmpty: "本次服务已结束",
  endedEmptyHint: "没有打印照片。如果已经付款，钱会自动退回。",
  deleted: (time) => `您的照片已全部删除，${time}。`,
  again: "还想打印，请重新扫描机器上的二维码。",

  connecting: "正在连接机器…",
  offline: "网络断开了。照片还在手机里，恢复后会自动继续发送。",
  trouble: {
    insecure: {
      title: "本页无法加密照片",
      text: "照片必须加密后才能发送，而当前的浏览器或网址不支持加密。没有发送任何照片。",
      todo: "请用 Safari 或 Chrome 打开链接。如果还是这样，请告诉工作人员。",
    },
    badLink: {
      title: "链接不完整",
      text: "链接末尾用来加密照片的部分丢失了。没有发送任何照片。",
      todo: "请重新扫描机器屏幕上的二维码。",
    },
    dead: {
      title: "链接已失效",
      text: "每次服务都有自己的二维码，这一个已经结束，用它发送的照片都已删除。",
      todo: "请扫描机器屏幕上现在的二维码。",
    },
    waiting: {
      title: "已有另一部手机在连接",
      text: "机器正在询问是否允许这部手机也发送照片。",
      todo: "请在机器屏幕上点“允许”，本页会自动继续。",
    },
    refused: {
      title: "这部手机没有被允许",
      text: "有人在机器上选择了拒绝。没有发送任何照片。",
      todo: "如果是误点，请在机器上重新开始，再扫描新的二维码。",
    },
    unreachable: {
      title: "网络不通",
      text: "手机暂时连不上机器。没有发送任何照片。",
      todo: "请检查 Wi-Fi 或移动数据，本页会自动重试。",
    },
  },
};
