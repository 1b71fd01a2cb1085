/** How the sentences of reasons read with their parameters, and without them, in both languages. */
import { describe, expect, it } from "vitest";
import { reasons } from "../../../test/fixtures/reasons.ts";
import type { DeliveryOutcome } from "./delivery-outcome.ts";
import type { FileReason } from "./file-reason.ts";
import type { Reason } from "./reason.ts";
import { sayConnectionReason, sayFileReason, sayOutcome, sayReason } from "./say-reason.ts";

const rejected: Reason = { ...reasons.vendor_rejected, status: null, request: null, detail: null };

describe("the sentence of a reason", () => {
  it.each<[Reason, string, string]>([
    [
      { ...rejected, vendor: "aircall", status: 422, request: "POST /calls", detail: "No." },
      "Aircall rejected a request (422, POST /calls). It says: “No.”",
      "Aircall a rejeté une requête (422, POST /calls). Il répond\u00A0: «\u00A0No.\u00A0»",
    ],
    [
      { ...rejected, status: 403 },
      "Gorgias rejected a request (403). The credential is not allowed to do this, or is no longer valid.",
      "Gorgias a rejeté une requête (403). L’identifiant n’a pas ce droit, ou n’est plus valable.",
    ],
    [rejected, "Gorgias rejected a request.", "Gorgias a rejeté une requête."],
    [
      { ...reasons.vendor_failed, detail: "Busy." },
      "Gorgias failed on a request (502, POST /tickets). It says: “Busy.”",
      "Gorgias a échoué sur une requête (502, POST /tickets). Il répond\u00A0: «\u00A0Busy.\u00A0»",
    ],
    [reasons.vendor_silent, "Gorgias did not answer (POST /tickets).", "Gorgias n’a pas répondu (POST /tickets)."],
    [
      { code: "vendor_silent", vendor: "aircall", request: null },
      "Aircall did not answer.",
      "Aircall n’a pas répondu.",
    ],
    [
      reasons.vendor_unexpected,
      "Gorgias gave an unexpected answer (data.id, POST /tickets).",
      "Gorgias a donné une réponse inattendue (data.id, POST /tickets).",
    ],
    [
      reasons.internal_error,
      "Something failed in the service: no such column",
      "Une erreur s’est produite dans le service\u00A0: no such column",
    ],
    [
      reasons.not_understood,
      "Not understood: data.id: Invalid input",
      "Non compris\u00A0: data.id\u00A0: Invalid input",
    ],
    [
      { ...reasons.not_understood, path: "" },
      "Not understood: the delivery: Invalid input",
      "Non compris\u00A0: l’envoi\u00A0: Invalid input",
    ],
    [
      reasons.not_a_number,
      "“x-7” is no phone number: treated as anonymous.",
      "«\u00A0x-7\u00A0» n’est pas un numéro de téléphone\u00A0: traité comme anonyme.",
    ],
    [
      { code: "left_out_by_setting", setting: "ofTomorrow" },
      "The setting “ofTomorrow” leaves it out.",
      "Le réglage «\u00A0ofTomorrow\u00A0» l’exclut.",
    ],
    [
      { code: "card_failed", cause: reasons.no_capacity },
      "No insight card: the API limit of Gorgias was used up.",
      "Pas de carte Insight\u00A0: la limite API de Gorgias était épuisée.",
    ],
    [
      { code: "card_failed", cause: reasons.vendor_limited },
      "No insight card: Gorgias asked for fewer requests.",
      "Pas de carte Insight\u00A0: Gorgias a demandé moins de requêtes.",
    ],
    [{ code: "other", detail: "said so" }, "said so", "said so"],
  ])("shows what is known of it: %j", (reason, english, french) => {
    expect([sayReason("en", reason), sayReason("fr", reason)]).toEqual([english, french]);
  });
});

describe("the outcome of a delivery", () => {
  it.each<[DeliveryOutcome, string, string]>([
    [
      { code: "read_in_part", paths: ["data.tags.0", "data.teams.1"] },
      "understood, except data.tags.0, data.teams.1",
      "compris, sauf data.tags.0, data.teams.1",
    ],
    [
      { code: "not_understood", path: "", detail: "Invalid input" },
      "not understood: the delivery: Invalid input",
      "non compris\u00A0: l’envoi\u00A0: Invalid input",
    ],
    [
      { code: "not_understood", path: "data.id", detail: "Invalid input" },
      "not understood: data.id: Invalid input",
      "non compris\u00A0: data.id\u00A0: Invalid input",
    ],
    [{ code: "ignored", why: "erased" }, "Ignored – This call was erased.", "Ignoré – Cet appel a été effacé."],
    [
      { code: "ignored", why: "left_out_by_setting" },
      "Ignored – The setting “” leaves it out.",
      "Ignoré – Le réglage «\u00A0\u00A0» l’exclut.",
    ],
    [{ code: "other", detail: "said so" }, "said so", "said so"],
  ])("is said as a sentence: %j", (outcome, english, french) => {
    expect([sayOutcome("en", outcome), sayOutcome("fr", outcome)]).toEqual([english, french]);
  });
});

describe("why a file is not attached", () => {
  it.each<[FileReason, string, string]>([
    [
      { code: "host_not_allowed", host: "evil.example" },
      "not fetched, because evil.example is not a media host",
      "non téléchargé, car evil.example n’est pas un hôte de médias",
    ],
    [
      { code: "address_not_public", host: "evil.example" },
      "not fetched, because evil.example leads to an address that is not public",
      "non téléchargé, car evil.example mène à une adresse qui n’est pas publique",
    ],
    [
      { code: "not_a_recording", type: "text/html" },
      "it is text/html, not a recording",
      "c’est text/html, pas un enregistrement",
    ],
    [
      { code: "not_a_recording", type: null },
      "it is a page or a message, not a recording",
      "c’est une page ou un message, pas un enregistrement",
    ],
    [
      { code: "not_downloaded", detail: "503" },
      "it could not be downloaded in time (503)",
      "le téléchargement n’a pas abouti à temps (503)",
    ],
    [
      { code: "not_uploaded", detail: "it broke" },
      "it could not be uploaded in time (it broke)",
      "l’envoi n’a pas abouti à temps (it broke)",
    ],
    [{ code: "other", detail: "said so" }, "said so", "said so"],
  ])("C10, M9: is said with its facts: %j", (reason, english, french) => {
    expect([sayFileReason("en", reason), sayFileReason("fr", reason)]).toEqual([english, french]);
  });
});

it("L5, L6: says why a connection is not active, and shows a name that every object has as it is", () => {
  expect(sayConnectionReason("en", "by_hand")).toBe("Deactivated by hand.");
  expect(sayConnectionReason("fr", "by_hand")).toBe("Désactivée à la main.");
  expect(sayConnectionReason("fr", "toString")).toBe("toString");
});
