// Reading a label: by the browser itself where it can, else by our own copy of a reader, else by hand.
// What was read goes to the field page, which knows the points; nothing of the picture is kept.

const me = document.querySelector("script[data-reader]");
const said = document.getElementById("said");
const video = document.getElementById("picture");

const readerOf = async () => {
  if ("BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) return new BarcodeDetector({ formats: ["qr_code"] });
  const { reader } = await import(me.dataset.reader);
  return reader(me.dataset.wasm);
};

const found = (text) => {
  sessionStorage.setItem("scanned", text);
  navigator.vibrate?.(60);
  location.replace("/m/field/");
};

const reading = readerOf();

const look = async () => {
  try {
    const codes = await (await reading).detect(video);
    if (codes.length) return found(codes[0].rawValue);
  } catch (error) {
    if (video.readyState >= 2) said.textContent = "这部手机认不出画面，请拍一张照片或输入编码。";
  }
  setTimeout(look, 150);
};

const begin = async () => {
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    await video.play();
    look();
  } catch {
    video.hidden = true;
    said.textContent = "打不开相机。可以拍一张标签的照片，或者输入标签上的编码。";
  }
};

document.getElementById("file").addEventListener("change", async (event) => {
  const picture = event.target.files[0] && (await createImageBitmap(event.target.files[0]).catch(() => null));
  const codes = picture ? await (await reading).detect(picture).catch(() => []) : [];
  if (codes.length) return found(codes[0].rawValue);
  said.textContent = "照片里没有认出二维码。请离近一点、拍清楚，或输入编码。";
});

addEventListener("pagehide", () => video.srcObject?.getTracks().forEach((one) => one.stop()));
begin();
