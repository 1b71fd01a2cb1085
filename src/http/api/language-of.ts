/** The language of an answer: the browser's preferred one among ours, else English. */
import type { FastifyRequest } from "fastify";
import type { Language } from "../../domain/translations/translations.ts";

export function languageOf(request: Pick<FastifyRequest, "headers">): Language {
  const preferences = (request.headers["accept-language"] ?? "").split(",").map(readPreference);
  // The sort is stable, so equal weights keep the browser's order.
  const [best] = preferences
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .flatMap(supported);
  return best ?? "en";
}

function readPreference(preference: string): { tag: string; weight: number } {
  const [tag = "", ...parameters] = preference.split(";").map((part) => part.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith("q="));
  const weight = q === undefined ? 1 : Number(q.slice(2));
  return { tag, weight: Number.isNaN(weight) ? 0 : weight };
}

function supported({ tag }: { tag: string }): Language[] {
  const [language] = tag.split("-");
  return language === "en" || language === "fr" ? [language] : [];
}
