// The apps that the vendor's partner portal knows: id, secret, App URL and Redirect URLs (contract 2.2).
import { z } from "zod";
import { isWebAddress } from "../../core/forms.ts";
import { clientOf, webAddress } from "../../core/oauth.ts";

export const appInput = z.strictObject({
  /** Made up when left out: 24 hex characters, as the portal shows. */
  clientId: z.string().min(1).exactOptional(),
  clientSecret: z.string().min(1).exactOptional(),
  name: z.string().min(1).exactOptional(),
  /** `{gorgias_account}` in it becomes the account. */
  appUrl: webAddress,
  redirectUrls: z.array(webAddress).min(1),
});

export type AppInput = z.infer<typeof appInput>;

export interface App {
  clientId: string;
  clientSecret: string;
  name: string;
  appUrl: string;
  redirectUrls: string[];
}

export interface Apps {
  list(): App[];
  find(clientId: string): App | undefined;
  /** A known client id takes the new addresses and secret. */
  add(input: AppInput): App;
  /** Back to those it was made with. */
  reset(): void;
}

export function createApps(atStart: readonly AppInput[]): Apps {
  const apps = new Map<string, App>();

  function add(input: AppInput): App {
    const { clientId, clientSecret, name, ...addresses } = appInput.parse(input);
    const client = clientOf({ clientId, clientSecret }, 12);
    const app: App = { ...client, name: name ?? `App ${client.clientId}`, ...addresses };
    apps.set(app.clientId, app);
    return app;
  }

  function reset(): void {
    apps.clear();
    for (const input of atStart) add(input);
  }

  reset();
  return { list: () => [...apps.values()], find: (clientId) => apps.get(clientId), add, reset };
}

/** Where "Connect app" leads: the App URL with the account in its place. */
export function fillAppUrl(app: App, account: string): string {
  return app.appUrl.replaceAll("{gorgias_account}", encodeURIComponent(account));
}

/** A registered Redirect URL, exactly, or with a query string of the app's own behind it (contract 2.2). */
export function isRegisteredRedirect(app: App, redirectUri: string): boolean {
  if (!isWebAddress(redirectUri) || redirectUri.includes("#")) return false;
  return app.redirectUrls.some((registered) => {
    const joint = registered.includes("?") ? "&" : "?";
    return redirectUri === registered || redirectUri.startsWith(`${registered}${joint}`);
  });
}
