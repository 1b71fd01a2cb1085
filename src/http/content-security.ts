/** The content security policy of our pages: own server only, own script files only, nothing else by default. */

/**
 * Mantine adds style sheets to the page, so inline sheets are allowed. Style attributes are not, because injected HTML
 * could carry them. A form posts to /install and continues to an account's consent page, which may redirect to the
 * company's own sign-in. Browsers check each step against `form-action`.
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
      mediaSrc: own,
      connectSrc: own,
      manifestSrc: own,
      objectSrc: none,
      baseUri: none,
      frameAncestors: none,
      formAction: ["'self'", ...(publicUrl.startsWith("https:") ? ["https:"] : ["http:", "https:"])],
    },
  };
}
