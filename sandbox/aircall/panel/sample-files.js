// Buttons for files to send without looking for one: a picture drawn here, a small PDF, a card, a big one, a lost one.

const toBase64 = (text) => btoa(String.fromCodePoint(...new TextEncoder().encode(text)));

/** A parcel with the time on it, so that no two pictures are the same. */
function drawPicture() {
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 200 });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#dfe7f5";
  pen.fillRect(0, 0, 320, 200);
  pen.fillStyle = "#b98a52";
  pen.fillRect(90, 60, 140, 100);
  pen.fillStyle = "#e8cfa6";
  pen.fillRect(148, 60, 24, 100);
  pen.fillStyle = "#333";
  pen.font = "16px sans-serif";
  pen.fillText(new Date().toLocaleTimeString(), 12, 24);
  return canvas.toDataURL("image/png").split(",")[1];
}

const pdf = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 44>>stream
BT /F 18 Tf 40 100 Td (Receipt 1042) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
`;

/** By the label of its button, what makes each. */
const sampleFiles = {
  "+ picture": () => ({ name: "parcel.png", type: "image/png", base64: drawPicture() }),
  "+ PDF": () => ({ name: "receipt.pdf", type: "application/pdf", base64: toBase64(pdf) }),
  "+ other file": () => ({ name: "contact.vcf", type: "text/vcard", text: "BEGIN:VCARD\nFN:Cleo Caller\nEND:VCARD\n" }),
  "+ big file": () => ({ name: "video.mp4", type: "video/mp4", sizeBytes: 30_000_000 }),
  "+ lost file": () => ({ name: "lost.jpg", type: "image/jpeg", gone: true }),
};

for (const [label, makeFile] of Object.entries(sampleFiles)) {
  at("text-samples").append(
    button(label, () => document.dispatchEvent(new CustomEvent("sample", { detail: makeFile() }))),
  );
}
