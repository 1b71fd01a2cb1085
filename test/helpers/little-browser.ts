/** Just enough of a browser for OAuth rounds: keeps cookies by origin and follows redirects one by one. */

interface Page {
  status: number;
  url: string;
  text: string;
}

export interface LittleBrowser {
  /** Follows redirects to the page where they end; every address on the way is in `visited`. */
  open(url: string): Promise<Page>;
  submit(url: string, form: Record<string, string>): Promise<Page>;
  /** As the page's own script would: with the cookies of its origin. */
  fetch(url: string, init?: RequestInit): Promise<Response>;
  visited: string[];
  setCookie(url: string, name: string, value: string): void;
  cookie(url: string, name: string): string | undefined;
}

export function littleBrowser(language = "en"): LittleBrowser {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (url: string) => {
    const { host } = new URL(url);
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    return jar;
  };
  const visited: string[] = [];
  const ask = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const jar = jarOf(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = {
      "accept-language": language,
      ...(init.headers as Record<string, string>),
      ...(cookie ? { cookie } : {}),
    };
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };
  const follow = async (url: string, init?: RequestInit): Promise<Page> => {
    visited.push(url);
    const response = await ask(url, init);
    const location = response.headers.get("location");
    if (response.status >= 300 && response.status < 400 && location) return follow(new URL(location, url).href);
    return { status: response.status, url, text: await response.text() };
  };
  return {
    visited,
    open: (url) => follow(url),
    submit: (url, form) => follow(url, { method: "POST", body: new URLSearchParams(form) }),
    fetch: ask,
    setCookie: (url, name, value) => void jarOf(url).set(name, value),
    cookie: (url, name) => jarOf(url).get(name),
  };
}
