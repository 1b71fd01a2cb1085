/** Every note of a call as an agent reads it, in both languages, with its author and its attachments. */
import { describe, expect, it } from "vitest";
import {
  ada,
  answeredCall,
  bob,
  comment,
  parisLine,
  START,
  voicemailCall,
} from "../../../test/fixtures/call-events.ts";
import { adaUser, adminUser, planFacts } from "../../../test/fixtures/plan-facts.ts";
import type { Call } from "../call/call.ts";
import { planTicket, type PlanFacts } from "../call/call-plan.ts";
import type { Language } from "../translations/translations.ts";

const bobUser = { ...adaUser, id: 11, name: "Bob B.", email: "bob@example.com" };
const file = { url: "https://uploads.example.com/r.mp3", name: "recording.mp3", contentType: "audio/mpeg", size: 9 };
const recording = { kind: "recording" as const, url: "https://files.example.com/r", availableAt: START + 155 };
const paris: Partial<Call> = { line: parisLine, customerDigits: "06 12 34 56 78", teams: ["Facturation"] };

function read(call: Call, language: Language, change: Partial<PlanFacts> = {}): string {
  const users = [adaUser, bobUser, adminUser];
  const plan = planTicket(call, planFacts(call, { users, language, ...change }));
  const shown = plan.notes.flatMap(({ content, authorId, files, insteadOf }) =>
    insteadOf
      ? []
      : [`[${users.find(({ id }) => id === authorId)?.name}] ${content.text}`, ...files.map(({ name }) => `+ ${name}`)],
  );
  return [plan.subject, ...shown].join("\n").replaceAll("\u00a0", "~");
}

describe("notes as they are read (~ is a no-break space)", () => {
  const answered = answeredCall({ ...paris, ivr: [{ key: "fallback", title: "Factures" }] });

  it("C6, C7: an answered call", () => {
    expect(read(answered, "en")).toMatchInlineSnapshot(`
      "Inbound call: Cleo Caller
      [Ada A.] Call answered
      Start time: 9 Oct 2025, 10:53:20 UTC+2
      Answered time: 9 Oct 2025, 10:53:32 UTC+2
      Call direction: Inbound
      Customer number: +33 6 12 34 56 78
      Aircall number: Accueil (+33 1 84 88 00 00)
      IVR options: Factures
      Aircall team: Facturation
      [Ada A.] Call ended
      End time: 9 Oct 2025, 10:55:25 UTC+2
      Call duration: 2 min 5 s
      Assigned to: Ada Agent
      Call in the Aircall dashboard: https://dashboard.aircall.io/calls/3123456789"
    `);
    expect(read(answered, "fr")).toMatchInlineSnapshot(`
      "Appel entrant~: Cleo Caller
      [Ada A.] Appel décroché
      Heure de début~: 9 oct. 2025, 10:53:20 UTC+2
      Heure de décroché~: 9 oct. 2025, 10:53:32 UTC+2
      Direction de l’appel~: Entrant
      Numéro du client~: +33 6 12 34 56 78
      Numéro Aircall~: Accueil (+33 1 84 88 00 00)
      Options IVR~: Factures
      Équipe Aircall~: Facturation
      [Ada A.] Appel terminé
      Heure de fin~: 9 oct. 2025, 10:55:25 UTC+2
      Durée de l’appel~: 2 min 5 s
      Personne assignée~: Ada Agent
      Appel dans le tableau de bord Aircall~: https://dashboard.aircall.io/calls/3123456789"
    `);
  });

  it("C7: a call that was transferred, inside and outside", () => {
    const call = answeredCall({ ...paris, talkers: [ada, bob], transferredOutTo: ["+442079460958"] });
    expect(read(call, "en")).toMatchInlineSnapshot(`
      "Inbound call: Cleo Caller
      [Ada A.] Call answered
      Start time: 9 Oct 2025, 10:53:20 UTC+2
      Answered time: 9 Oct 2025, 10:53:32 UTC+2
      Call direction: Inbound
      Customer number: +33 6 12 34 56 78
      Aircall number: Accueil (+33 1 84 88 00 00)
      Aircall team: Facturation
      [Bob B.] Call ended
      End time: 9 Oct 2025, 10:55:25 UTC+2
      Call duration: 2 min 5 s
      Assigned to: Bob Agent
      Agents who talked: Ada Agent, Bob Agent
      Transfers: Ada Agent → Bob Agent, Bob Agent → +44 20 7946 0958
      Call in the Aircall dashboard: https://dashboard.aircall.io/calls/3123456789"
    `);
    expect(read(call, "fr")).toMatchInlineSnapshot(`
      "Appel entrant~: Cleo Caller
      [Ada A.] Appel décroché
      Heure de début~: 9 oct. 2025, 10:53:20 UTC+2
      Heure de décroché~: 9 oct. 2025, 10:53:32 UTC+2
      Direction de l’appel~: Entrant
      Numéro du client~: +33 6 12 34 56 78
      Numéro Aircall~: Accueil (+33 1 84 88 00 00)
      Équipe Aircall~: Facturation
      [Bob B.] Appel terminé
      Heure de fin~: 9 oct. 2025, 10:55:25 UTC+2
      Durée de l’appel~: 2 min 5 s
      Personne assignée~: Bob Agent
      Agents ayant pris part à l’appel~: Ada Agent, Bob Agent
      Transferts~: Ada Agent → Bob Agent, Bob Agent → +44 20 7946 0958
      Appel dans le tableau de bord Aircall~: https://dashboard.aircall.io/calls/3123456789"
    `);
  });

  it("C8: a missed call, with a request for a callback", () => {
    const tags = [{ id: "1", name: "Callback Request" }];
    const call = voicemailCall({ ...paris, media: [], missedReason: null, tags });
    expect(read(call, "en")).toMatchInlineSnapshot(`
      "Inbound call: Cleo Caller
      [Root] Missed call
      Start time: 9 Oct 2025, 10:53:20 UTC+2
      Call direction: Inbound
      Customer number: +33 6 12 34 56 78
      Aircall number: Accueil (+33 1 84 88 00 00)
      Aircall team: Facturation
      End time: 9 Oct 2025, 10:53:37 UTC+2
      Call duration: 17 s
      Call in the Aircall dashboard: https://dashboard.aircall.io/calls/3123456789
      Callback request: Yes"
    `);
    expect(read(call, "fr")).toMatchInlineSnapshot(`
      "Appel entrant~: Cleo Caller
      [Root] Appel manqué
      Heure de début~: 9 oct. 2025, 10:53:20 UTC+2
      Direction de l’appel~: Entrant
      Numéro du client~: +33 6 12 34 56 78
      Numéro Aircall~: Accueil (+33 1 84 88 00 00)
      Équipe Aircall~: Facturation
      Heure de fin~: 9 oct. 2025, 10:53:37 UTC+2
      Durée de l’appel~: 17 s
      Appel dans le tableau de bord Aircall~: https://dashboard.aircall.io/calls/3123456789
      Demande de rappel~: Oui"
    `);
  });

  it("C8: a voicemail", () => {
    const media = { voicemail: { kind: "attached" as const, file: { ...file, name: "voicemail.mp3" } } };
    expect(read(voicemailCall(paris), "en", { media })).toMatchInlineSnapshot(`
      "Inbound call: Cleo Caller
      [Root] Voicemail
      Start time: 9 Oct 2025, 10:53:20 UTC+2
      Call direction: Inbound
      Customer number: +33 6 12 34 56 78
      Aircall number: Accueil (+33 1 84 88 00 00)
      Aircall team: Facturation
      End time: 9 Oct 2025, 10:53:37 UTC+2
      Call duration: 17 s
      Call in the Aircall dashboard: https://dashboard.aircall.io/calls/3123456789
      Voicemail: Yes
      Missed call reason: No agent answered
      [Root] Voicemail
      Call in the Aircall dashboard: https://dashboard.aircall.io/calls/3123456789
      The file is attached.
      + voicemail.mp3"
    `);
    expect(read(voicemailCall(paris), "fr", { media })).toMatchInlineSnapshot(`
      "Appel entrant~: Cleo Caller
      [Root] Messagerie vocale
      Heure de début~: 9 oct. 2025, 10:53:20 UTC+2
      Direction de l’appel~: Entrant
      Numéro du client~: +33 6 12 34 56 78
      Numéro Aircall~: Accueil (+33 1 84 88 00 00)
      Équipe Aircall~: Facturation
      Heure de fin~: 9 oct. 2025, 10:53:37 UTC+2
      Durée de l’appel~: 17 s
      Appel dans le tableau de bord Aircall~: https://dashboard.aircall.io/calls/3123456789
      Messagerie vocale~: Oui
      Raison de l’appel manqué~: Aucun agent n’a répondu
      [Root] Messagerie vocale
      Appel dans le tableau de bord Aircall~: https://dashboard.aircall.io/calls/3123456789
      Le fichier est joint.
      + voicemail.mp3"
    `);
  });

  it("C8: an outbound call that was not answered", () => {
    const call = voicemailCall({ ...paris, media: [], direction: "outbound", dialler: bob });
    expect(read(call, "en")).toMatchInlineSnapshot(`
      "Outbound call: Cleo Caller
      [Bob B.] Unanswered call
      Start time: 9 Oct 2025, 10:53:20 UTC+2
      Call direction: Outbound
      Customer number: +33 6 12 34 56 78
      Aircall number: Accueil (+33 1 84 88 00 00)
      Aircall team: Facturation
      End time: 9 Oct 2025, 10:53:37 UTC+2
      Call duration: 17 s
      Assigned to: Bob Agent
      Call in the Aircall dashboard: https://dashboard.aircall.io/calls/3123456789"
    `);
    expect(read(call, "fr")).toMatchInlineSnapshot(`
      "Appel sortant~: Cleo Caller
      [Bob B.] Appel sans réponse
      Heure de début~: 9 oct. 2025, 10:53:20 UTC+2
      Direction de l’appel~: Sortant
      Numéro du client~: +33 6 12 34 56 78
      Numéro Aircall~: Accueil (+33 1 84 88 00 00)
      Équipe Aircall~: Facturation
      Heure de fin~: 9 oct. 2025, 10:53:37 UTC+2
      Durée de l’appel~: 17 s
      Personne assignée~: Bob Agent
      Appel dans le tableau de bord Aircall~: https://dashboard.aircall.io/calls/3123456789"
    `);
  });

  it("C9, C10: a comment with the recording, and a call note by another author", () => {
    const call = answeredCall({ ...paris, media: [recording], comments: [comment("1", 200, "paid\ntwice", bob)] });
    const facts = { users: [adminUser], media: { recording: { kind: "attached" as const, file } } };
    expect(read(call, "en", facts)).toMatchInlineSnapshot(`
      "Inbound call: Cleo Caller
      [Root] Call answered
      Start time: 9 Oct 2025, 10:53:20 UTC+2
      Answered time: 9 Oct 2025, 10:53:32 UTC+2
      Call direction: Inbound
      Customer number: +33 6 12 34 56 78
      Aircall number: Accueil (+33 1 84 88 00 00)
      Aircall team: Facturation
      Agent: Ada Agent
      [Root] Call ended
      End time: 9 Oct 2025, 10:55:25 UTC+2
      Call duration: 2 min 5 s
      Assigned to: Ada Agent
      Call in the Aircall dashboard: https://dashboard.aircall.io/calls/3123456789
      [Root] Call commented
      Agent: Bob Agent
      paid
      twice
      + recording.mp3"
    `);
    expect(read(call, "fr", facts)).toMatchInlineSnapshot(`
      "Appel entrant~: Cleo Caller
      [Root] Appel décroché
      Heure de début~: 9 oct. 2025, 10:53:20 UTC+2
      Heure de décroché~: 9 oct. 2025, 10:53:32 UTC+2
      Direction de l’appel~: Entrant
      Numéro du client~: +33 6 12 34 56 78
      Numéro Aircall~: Accueil (+33 1 84 88 00 00)
      Équipe Aircall~: Facturation
      Agent~: Ada Agent
      [Root] Appel terminé
      Heure de fin~: 9 oct. 2025, 10:55:25 UTC+2
      Durée de l’appel~: 2 min 5 s
      Personne assignée~: Ada Agent
      Appel dans le tableau de bord Aircall~: https://dashboard.aircall.io/calls/3123456789
      [Root] Appel commenté
      Agent~: Bob Agent
      paid
      twice
      + recording.mp3"
    `);
  });

  it("C2, C10, C14: a customer who was not found, an anonymous one, a file that is too large", () => {
    const tooLarge = { recording: { kind: "too large" as const, bytes: 600 * 1024 * 1024 } };
    const facts = { customerCreated: true, media: tooLarge };
    expect(read(answeredCall({ media: [recording] }), "fr", facts)).toMatchInlineSnapshot(`
      "Appel entrant~: Cleo Caller
      [Ada A.] Client introuvable par son numéro de téléphone
      Aucun client n’a le numéro +1 202 555 0147~: ce client a donc été créé.
      [Ada A.] Appel décroché
      Heure de début~: 9 oct. 2025, 04:53:20 UTC-4
      Heure de décroché~: 9 oct. 2025, 04:53:32 UTC-4
      Direction de l’appel~: Entrant
      Numéro du client~: +1 202 555 0147
      Numéro Aircall~: Support US (+1 202 555 0100)
      [Ada A.] Appel terminé
      Heure de fin~: 9 oct. 2025, 04:55:25 UTC-4
      Durée de l’appel~: 2 min 5 s
      Personne assignée~: Ada Agent
      Appel dans le tableau de bord Aircall~: https://dashboard.aircall.io/calls/3123456789
      [Ada A.] Enregistrement de l’appel
      Appel dans le tableau de bord Aircall~: https://dashboard.aircall.io/calls/3123456789
      Le fichier est trop volumineux pour être joint (600 Mo). Il peut être écouté dans Aircall."
    `);
    expect(read(voicemailCall({ customerDigits: "anonymous" }), "fr")).toMatchInlineSnapshot(`
      "Appel entrant~: Appelant anonyme
      [Root] Messagerie vocale
      Heure de début~: 9 oct. 2025, 04:53:20 UTC-4
      Direction de l’appel~: Entrant
      Numéro du client~: Masqué
      Numéro Aircall~: Support US (+1 202 555 0100)
      Heure de fin~: 9 oct. 2025, 04:53:37 UTC-4
      Durée de l’appel~: 17 s
      Appel dans le tableau de bord Aircall~: https://dashboard.aircall.io/calls/3123456789
      Messagerie vocale~: Oui
      Raison de l’appel manqué~: Aucun agent n’a répondu"
    `);
  });
});
