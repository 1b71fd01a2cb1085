/** The time zone of a team: what is stored of it, and the help desk's answer. */
import { describe, expect, it } from "vitest";
import { adminStores } from "../../src/storage/admin/stores.ts";
import { timeZoneStore } from "../../src/storage/admin/time-zone.ts";
import { NOW, type UsedBackend } from "./backend.ts";

const line = (id: string, timeZone: string | null, selected = true) => ({
  id,
  name: id,
  selected,
  digits: "+33 1 70 18 00 01",
  country: "FR",
  timeZone,
});

export function timeZoneContract(backend: UsedBackend): void {
  describe("the team's time zone", () => {
    const zones = () => timeZoneStore(backend.it.database);

    it("knows nothing of a new connection, and null of a deleted one", async () => {
      const id = await backend.it.connect();
      expect(await zones().facts(id)).toEqual({ setting: "", gorgias: null, numbers: [] });
      expect(await zones().readAt(id)).toBeNull();
      expect(await zones().facts("nobody")).toBeNull();
    });

    it("knows the setting, the help desk's zone, and those of selected numbers, each connection by itself", async () => {
      const lines = [line("1", "Europe/Paris"), line("2", null), line("3", "Asia/Tokyo", false)];
      const [ours, theirs] = [
        await backend.it.connect({ lines }),
        await backend.it.connect({ lines: [line("1", "UTC")] }),
      ];
      await adminStores(backend.it.database).settings.change(ours, { timeZone: "Europe/London" }, "Ada", NOW);
      await zones().keep(ours, "America/New_York", NOW);
      expect(await zones().facts(ours)).toEqual({
        setting: "Europe/London",
        gorgias: "America/New_York",
        numbers: ["Europe/Paris", null],
      });
      expect(await zones().readAt(ours)).toBe(NOW);
      expect(await zones().facts(theirs)).toEqual({ setting: "", gorgias: null, numbers: ["UTC"] });
      expect(await zones().readAt(theirs)).toBeNull();
    });

    it("forgets the help desk's zone once it names none", async () => {
      const id = await backend.it.connect();
      await zones().keep(id, "America/New_York", NOW);
      await zones().keep(id, null, NOW + 1);
      expect(await zones().facts(id)).toMatchObject({ gorgias: null });
      expect(await zones().readAt(id)).toBe(NOW + 1);
    });
  });
}
