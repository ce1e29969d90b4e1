/** What the phone's code says; as long as a real one. */
export const PHONE_URL =
  "https://photos.example.com/p/7Yp3Qm5xV0aZc1Rt8Ke2Lw#k=Jb0uQ8m2yXo4sN6vD1hT3pR5cW7zG9fK";

/** What a receipt's code says. */
export const RECEIPT_URL = "https://photos.example.com/r/01JD3F7Q4W9K2M5N8P0R1S3T5V";

/** What the payments' codes say. */
export const CODE_URL = "weixin://wxpay/bizpayurl?pr=NwY5Mz9&groupid=00";
export const ALIPAY_CODE_URL = "https://qr.alipay.com/bax03431ljhokirwl38f00a7";
