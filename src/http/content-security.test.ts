/** The content security policy: a source more or less is a decision. */
import { expect, it } from "vitest";
import { contentSecurity } from "./content-security.ts";

it.each([
  ["https://calls.example.com", ["'self'", "https:"]],
  ["http://127.0.0.1:3000", ["'self'", "http:", "https:"]],
])("N2: lets pages load own files alone, and forms of %s lead to %j", (publicUrl, formAction) => {
  const [self, none] = [["'self'"], ["'none'"]];
  expect(contentSecurity(publicUrl)).toEqual({
    useDefaults: false,
    directives: {
      defaultSrc: none,
      scriptSrc: self,
      scriptSrcAttr: none,
      styleSrc: ["'self'", "'unsafe-inline'"],
      styleSrcAttr: none,
      imgSrc: ["'self'", "data:"],
      fontSrc: self,
      mediaSrc: self,
      connectSrc: self,
      manifestSrc: self,
      objectSrc: none,
      baseUri: none,
      frameAncestors: none,
      formAction,
    },
  });
});
