/** What a page of ours may load and do: everything from our own server, no script but a file of ours, nothing by default. */

/**
 * The console's parts put style sheets of their own into the page, so inline sheets are allowed; style attributes in HTML
 * are not, which is what strangers' text would bring. Forms lead to our doors, and from there to consents of any account,
 * some of which send on to the company's own sign-in: browsers hold each step against `form-action`.
 */
export function contentSecurity(publicUrl: string) {
  const own = ["'self'"];
  const none = ["'none'"];
  return {
    useDefaults: false,
    directives: {
      defaultSrc: none,
      scriptSrc: own,
      scriptSrcAttr: none,
      styleSrc: ["'self'", "'unsafe-inline'"],
      styleSrcAttr: none,
      imgSrc: ["'self'", "data:"],
      fontSrc: own,
      connectSrc: own,
      manifestSrc: own,
      objectSrc: none,
      baseUri: none,
      frameAncestors: none,
      formAction: ["'self'", ...(publicUrl.startsWith("https:") ? ["https:"] : ["http:", "https:"])],
    },
  };
}
