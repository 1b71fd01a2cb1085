/** The sandbox's first page: the way into the console and both simulators. It also stands in for an unbuilt console. */
import { PRODUCT, renderPlainPage, type PageLanguage } from "./plain-page.ts";

/** The addresses of the two simulators. */
export interface StartPageLinks {
  /** The Gorgias account of the prepared connection. */
  account: string;
  phonePanel: string;
  helpDesk: string;
  /** The page where an admin starts an install. */
  appStore: string;
}

interface Words {
  claim: string;
  sandbox: string;
  call: { title: string; text: string; link: string };
  ticket: { title: string; text: string; link: string };
  why: { title: string; text: string; link: string };
  install: string;
  store: string;
  unbuilt: string;
}

const WORDS: Record<PageLanguage, Words> = {
  en: {
    claim: "Every call and message becomes the right ticket, once.",
    sandbox:
      "This is the sandbox. Aircall and Gorgias are simulated on this machine and already connected, so you can try everything without an account.",
    call: {
      title: "Place a call",
      text: "In the Aircall simulator: inbound call, answer, hang up. Or send a message.",
      link: "Open the Aircall simulator",
    },
    ticket: {
      title: "See its ticket",
      text: "It appears in the Gorgias simulator within a second.",
      link: "Open the Gorgias simulator",
    },
    why: {
      title: "See how it was made",
      text: "The console shows each decision, request and answer.",
      link: "Sign in to the console",
    },
    install: "To begin as an admin does, install the app from the",
    store: "app store of the Gorgias simulator",
    unbuilt:
      "The service is running. Its console is not built. Run <code>npm run console</code>, then reload this page.",
  },
  fr: {
    claim: "Chaque appel et chaque message devient le bon ticket, une seule fois.",
    sandbox:
      "Ceci est le bac à sable. Aircall et Gorgias sont simulés sur cette machine et déjà connectés : vous pouvez tout essayer sans compte.",
    call: {
      title: "Passez un appel",
      text: "Dans le simulateur Aircall : appel entrant, décrocher, raccrocher. Ou envoyez un message.",
      link: "Ouvrir le simulateur Aircall",
    },
    ticket: {
      title: "Voyez son ticket",
      text: "Il apparaît dans le simulateur Gorgias en une seconde.",
      link: "Ouvrir le simulateur Gorgias",
    },
    why: {
      title: "Voyez comment il a été créé",
      text: "La console montre chaque décision, chaque requête et chaque réponse.",
      link: "Se connecter à la console",
    },
    install: "Pour commencer comme un administrateur, installez l’application depuis la",
    store: "boutique d’applications du simulateur Gorgias",
    unbuilt:
      "Le service fonctionne. Sa console n’est pas construite. Exécutez <code>npm run console</code>, puis rechargez cette page.",
  },
};

/** `hasConsole`: the console is built, so an admin can sign in. */
export function renderStartPage(links: StartPageLinks | null, hasConsole: boolean, language: PageLanguage): string {
  const words = WORDS[language];
  const body = links ? sandbox(links, hasConsole, words) : `<div class="card"><p>${words.unbuilt}</p></div>`;
  const head = `<h1>${PRODUCT}</h1><p class="dim">${words.claim}</p>`;
  return renderPlainPage({ language, title: PRODUCT, body: head + body });
}

function sandbox(
  { account, phonePanel, helpDesk, appStore }: StartPageLinks,
  hasConsole: boolean,
  words: Words,
): string {
  const steps = [
    step(words.call, phonePanel, "button"),
    step(words.ticket, helpDesk, "button plain"),
    hasConsole ? step(words.why, `/install?account=${account}`, "button plain") : "",
  ];
  const missing = hasConsole ? "" : `<p class="dim">${words.unbuilt}</p>`;
  return `<div class="card"><p>${words.sandbox}</p></div>
<ol class="steps">${steps.join("")}</ol>
<p class="dim">${words.install} <a href="${appStore}">${words.store}</a>.</p>
${missing}`;
}

function step({ title, text, link }: Words["call"], address: string, look: string): string {
  return `<li><div class="card"><h2>${title}</h2><p>${text}</p><p><a class="${look}" href="${address}">${link}</a></p></div></li>`;
}
