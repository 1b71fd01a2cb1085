/** Makes our webhook; where that fails half-way, what was made goes again. */
import type { CompanySetup } from "../domain/ports/setup.ts";

type Made = Awaited<ReturnType<CompanySetup["createWebhook"]>>;

export async function makeWebhook(
  company: Pick<CompanySetup, "createWebhook" | "webhooksAt" | "removeWebhook">,
  url: string,
): Promise<Made> {
  try {
    return await company.createWebhook(url);
  } catch (error) {
    await removeWebhooksAt(company, url).catch(() => undefined);
    throw error;
  }
}

/** Of an address that nothing else uses. */
async function removeWebhooksAt(
  company: Pick<CompanySetup, "webhooksAt" | "removeWebhook">,
  url: string,
): Promise<void> {
  for (const { webhookId } of await company.webhooksAt(url)) await company.removeWebhook(webhookId);
}
