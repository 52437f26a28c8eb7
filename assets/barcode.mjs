// What the page that reads codes calls: a detector that looks for QR codes, with the wasm at the given address.
import { BarcodeDetector, prepareZXingModule } from "barcode-detector/ponyfill";

export const reader = (wasm) => {
  prepareZXingModule({ overrides: { locateFile: (name, prefix) => (name.endsWith(".wasm") ? wasm : prefix + name) } });
  return new BarcodeDetector({ formats: ["qr_code"] });
};
