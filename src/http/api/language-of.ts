/** The language of an answer: the browser's preferred one among ours, else English. */
import type { FastifyRequest } from "fastify";
import type { Language } from "../../domain/texts/texts.ts";

export function languageOf(request: Pick<FastifyRequest, "headers">): Language {
  const wishes = (request.headers["accept-language"] ?? "").split(",").map(readWish);
  // The sort is stable, so equal weights keep the browser's order.
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
