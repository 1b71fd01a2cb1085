/** Creates our webhook. If that fails midway, removes what was created. */
import type { CompanySetup } from "../../domain/ports/setup.ts";

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

/** The address belongs to this install only. */
async function removeWebhooksAt(
  company: Pick<CompanySetup, "webhooksAt" | "removeWebhook">,
  url: string,
): Promise<void> {
  for (const { webhookId } of await company.webhooksAt(url)) await company.removeWebhook(webhookId);
}
