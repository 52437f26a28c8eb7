// Reading a label: by the browser itself where it can, else by our own copy of a reader, else by hand.
// What was read goes to the field page, which knows the points; nothing of the picture is kept.

const me = document.querySelector("script[data-reader]");
const said = document.getElementById("said");
const video = document.getElementById("picture");

const LABEL = /\/q\/[^/?#]+/;
const AIM = "对准标签上的二维码。";
const ELSE = "可以输入标签上的编码，或者拍一张标签的照片。";
const UNREADABLE = "这个浏览器认不出画面里的二维码。请输入标签上的编码。";
const WITHOUT = {
  NotAllowedError: "没有允许用相机。在浏览器的设置里允许本网站用相机，回到这一页就能扫。",
  NotFoundError: "这台设备没有相机。",
  NotReadableError: "相机正被别的应用占着。关掉那个应用，回到这一页就能扫。",
  insecure: "网址不是 https 开头，浏览器不让用相机。",
};
const PAUSE_MS = 150, FAILURES = 10;

// --- who reads -------------------------------------------------------------------------------------------------------

const ours = async () => (await import(me.dataset.reader)).reader(me.dataset.wasm);

// A phone without Google's services knows the word and no format, or fails when asked.
const theirs = async () => {
  const formats = "BarcodeDetector" in window ? await BarcodeDetector.getSupportedFormats().catch(() => []) : [];
  return formats.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
};

let reading = theirs().then((reader) => reader ?? ours());
reading.catch(() => { said.textContent = UNREADABLE; });

const codesIn = async (picture) => {
  const reader = await reading;
  try {
    return await reader.detect(picture);
  } catch (error) {
    if (!("BarcodeDetector" in window && reader instanceof BarcodeDetector)) throw error;
    reading = ours();
    return (await reading).detect(picture);
  }
};

// Whether a label was among the codes; then this page is left.
const found = (codes) => {
  const label = codes.find((one) => LABEL.test(one.rawValue));
  if (!label) return false;
  stop();
  sessionStorage.setItem("scanned", label.rawValue);
  navigator.vibrate?.(60);
  location.replace("/m/field/");
  return true;
};

// --- the camera ------------------------------------------------------------------------------------------------------

let stream = null, turn = 0; // each beginning and each stop is another turn: what an earlier one waited for is over

const release = (some) => some?.getTracks().forEach((one) => one.stop());

const stop = () => {
  turn++;
  release(stream);
  stream = video.srcObject = null;
};

const without = (why) => {
  stop();
  video.hidden = true;
  said.textContent = `${WITHOUT[why] ?? "打不开相机。"}${ELSE}`;
};

const begin = async () => {
  const mine = ++turn;
  if (!navigator.mediaDevices) return without("insecure");
  let came;
  try {
    // Of a small or distant label 640 dots are too few.
    came = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } }, audio: false });
  } catch (error) {
    if (mine === turn) without(error.name);
    return;
  }
  if (mine !== turn) return release(came); // left while the browser was asking
  stream = video.srcObject = came;
  came.getVideoTracks()[0].addEventListener("ended", () => mine === turn && without("NotReadableError"));
  video.hidden = false;
  said.textContent = AIM;
  video.play().catch(() => {}); // a browser that will not play by itself shows no picture: then nothing is read below
  look(mine);
};

const look = async (mine) => {
  for (let failed = 0; mine === turn; await new Promise((done) => setTimeout(done, PAUSE_MS))) {
    if (video.readyState < 2) continue;
    try {
      const codes = await codesIn(video);
      if (mine !== turn || found(codes)) return;
      if (codes.length) said.textContent = "这是别的二维码，不是点位的标签。";
      failed = 0;
    } catch {
      if (++failed === FAILURES) said.textContent = UNREADABLE;
    }
  }
};

// Nobody's camera stays on behind another page; the phone's own camera app could not have it either.
addEventListener("pagehide", stop);
addEventListener("pageshow", (event) => { if (event.persisted) begin(); });
document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? stop() : begin()));

document.getElementById("file").addEventListener("change", async (event) => {
  const picture = event.target.files[0] && (await createImageBitmap(event.target.files[0]).catch(() => null));
  event.target.value = "";
  if (!picture || !found(await codesIn(picture).catch(() => []))) said.textContent = "照片里没有认出标签。请离近一点、拍清楚，或输入编码。";
});

begin();
