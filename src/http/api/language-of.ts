/** The language of an answer's sentences: what the browser likes best of those we speak, else English. */
import type { FastifyRequest } from "fastify";
import type { Language } from "../../domain/texts/texts.ts";

export function languageOf(request: Pick<FastifyRequest, "headers">): Language {
  const wishes = (request.headers["accept-language"] ?? "").split(",").map(readWish);
  // Sorting keeps the order of wishes that are equally strong.
  const [best] = wishes
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .flatMap(spoken);
  return best ?? "en";
}

function readWish(wish: string): { tag: string; weight: number } {
  const [tag = "", ...parameters] = wish.split(";").map((part) => part.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith("q="));
  const weight = q === undefined ? 1 : Number(q.slice(2));
  return { tag, weight: Number.isNaN(weight) ? 0 : weight };
}

function spoken({ tag }: { tag: string }): Language[] {
  const [language] = tag.split("-");
  return language === "en" || language === "fr" ? [language] : [];
}
