/** Whether a stored number is the caller's, given the caller and the line. */
import { describe, expect, it } from "vitest";
import { ownershipOf } from "./number-owner.ts";

describe("ownershipOf", () => {
  it.each([
    ["national, of another country than the line's", "(202) 555-0188", "+12025550188", "FR"],
    ["national, of another country, with a trunk prefix", "07400 123456", "+447400123456", "FR"],
    ["national, though as long as numbers of the line's country", "01 70 18 99 00", "+33170189900", "GB"],
    ["grouped as in the caller's country, though assigned in the line's", "078 123 45 67", "+41781234567", "FR"],
    ["grouped as in the caller's country, a Dutch mobile", "06-12345678", "+31612345678", "FR"],
    ["national, on a line of no known country", "0612345678", "+33612345678", null],
    ["of a range that is not assigned yet", "(621) 234-5678", "+16212345678", "FR"],
    ["without plus", "33612345678", "+33612345678", "US"],
    ["without plus, of a country whose numbers may be that long", "4915123456789", "+4915123456789", "DE"],
    ["without plus, of a country that writes no trunk prefix", "393123456789", "+393123456789", "IT"],
    ["with 00", "00 33 6 12 34 56 78", "+33612345678", "US"],
    ["with the exit code of the line", "011 33 6 12 34 56 78", "+33612345678", "US"],
    ["with the exit code of North America", "011 33 6 12 34 56 78", "+33612345678", "DE"],
    ["with the exit code of Australia", "0011 33 6 12 34 56 78", "+33612345678", "AU"],
    ["with a zero of home", "+33 (0)6 12 34 56 78", "+33612345678", "US"],
    ["with a zero of home, without brackets", "+33 06 12 34 56 78", "+33612345678", "US"],
    ["with a zero of home, without plus", "0033 (0) 6 12 34 56 78", "+33612345678", "US"],
    ["with invisible marks", "\u202a+33\u00a06\u00a012\u00a034\u00a056\u00a078\u202c", "+33612345678", null],
    ["with isolating marks", "\u2068\u200e06 12 34 56 78\u2069", "+33612345678", "FR"],
    ["with an extension", "06 12 34 56 78 ext. 12", "+33612345678", "FR"],
    ["with an extension in brackets", "+1 (202) 555-0188 (x 12)", "+12025550188", "FR"],
    ["with a pause and digits to press", "+12025550188,,12#", "+12025550188", "FR"],
    ["the first of two", "06 12 34 56 78 / 07 98 76 54 32", "+33612345678", "FR"],
    ["the second of two", "06 12 34 56 78 / 07 98 76 54 32", "+33798765432", "FR"],
    ["the second of two, after a comma", "+33612345678, +12025550188", "+12025550188", "FR"],
    ["the second of two, after a word", "06 12 34 56 78 ou 07 98 76 54 32", "+33798765432", "FR"],
    ["the second of two, in another line", "Home: 01 70 18 99 00\nMobile: 06 12 34 56 78", "+33612345678", "FR"],
    ["one with a slash", "030/123456", "+4930123456", "FR"],
    ["one with a slash and dots", "0475/12.34.56", "+32475123456", "BE"],
    ["with a word before it", "Tél. : 06 12 34 56 78", "+33612345678", "FR"],
    ["as an address", "tel:+33-6-12-34-56-78", "+33612345678", null],
    ["a Mexican mobile with its old 1", "+52 1 55 1234 5678", "+525512345678", "FR"],
    ["a Mexican mobile without it", "55 1234 5678", "+5215512345678", "FR"],
    ["a Mexican mobile as it was dialled at home", "044 55 1234 5678", "+525512345678", "MX"],
    ["an Argentine mobile as it is dialled at home", "011 15-2345-6789", "+541123456789", "FR"],
    ["an Argentine mobile without its 9", "+54 11 2345-6789", "+5491123456789", "AR"],
    ["a Brazilian mobile without its ninth digit", "(11) 8765-4321", "+5511987654321", "BR"],
    ["a Brazilian mobile with a carrier before it", "0 15 11 98765-4321", "+5511987654321", "BR"],
    ["a mobile of La Réunion, dialled from the mainland", "0692 12 34 56", "+262692123456", "FR"],
    ["a mobile of Martinique with the mainland's code", "+33 696 12 34 56", "+596696123456", "FR"],
    ["a number of Saint-Pierre-et-Miquelon, dialled from the mainland", "05 08 41 23 45", "+508412345", "US"],
    ["a number of New Caledonia", "27 12 34", "+687271234", "FR"],
    ["a number of San Marino, dialled from Italy", "0549 886377", "+378886377", "IT"],
  ])("C1: a number is the caller's: %s", (_, stored, caller, line) => {
    expect(ownershipOf(stored, caller, line)).toBe("theirs");
  });

  it.each([
    ["ten digits of North American shape", "(323) 234-5678", "+3232345678", "FR"],
    ["the same without signs", "3232345678", "+3232345678", "BE"],
    ["a Singaporean number without plus, which has that shape", "65 6234 5678", "+6562345678", "SG"],
    ["a number that only ends alike", "612345678", "+4930612345678", "FR"],
    ["another country's, with a plus", "+32 612 34 56 78", "+33612345678", "FR"],
    ["another country's, with 00", "0032 612345678", "+33612345678", "FR"],
    ["an extension that ends it", "01 70 18 99 00 ext. 12", "+33170189901", "FR"],
    ["nothing", "", "+33612345678", "FR"],
    ["words", "call me", "+33612345678", "FR"],
    ["too few digits", "12 34", "+33612345678", "FR"],
    ["sixteen other digits before it", `${"9".repeat(16)}33612345678`, "+33612345678", "FR"],
    ["seventeen other digits before it", `${"9".repeat(17)}33612345678`, "+33612345678", "FR"],
    ["without plus, a number of the line's country as well", "3211234377", "+3211234377", "CO"],
    ["without plus, a number of its own country as well", "483005385", "+483005385", "PL"],
    ["with two digits before it that begin calls abroad elsewhere", "09522221525532", "+522221525532", "MX"],
    ["three other digits before a number with the prefix 011 within it", "99933601134567", "+33601134567", "FR"],
  ])("C1: a number is not the caller's: %s", (_, stored, caller, line) => {
    expect(ownershipOf(stored, caller, line)).toBe("another's");
  });

  it.each([
    ["as the line's country groups it", "06 12 34 56 78", "+31612345678", "FR"],
    ["in two groups, as the line's country groups it", "06 12345678", "+33612345678", "NL"],
    ["in one piece, without the caller's trunk prefix", "612345678", "+33612345678", "ES"],
    ["as the line's country writes it, without the caller's trunk prefix", "612 34 56 78", "+33612345678", "ES"],
    ["on a line of North America", "312-345-6789", "+393123456789", "US"],
  ])("C1: a number may be the caller's and just as well another's: %s", (_, stored, caller, line) => {
    expect(ownershipOf(stored, caller, line)).toBe("unclear");
  });

  it.each([
    ["a Belgian mobile on a French line", "0470123456", "+32470123456", "FR"],
    ["a Dutch mobile on a French line", "0612345678", "+31612345678", "FR"],
  ])("C1: a number in one piece is likely the caller's: %s", (_, stored, caller, line) => {
    expect(ownershipOf(stored, caller, line)).toBe("likely");
  });
});
