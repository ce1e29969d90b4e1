/**
 * Keeps the screen on while photos are on their way: a phone that goes to sleep stops sending.
 * Where the browser cannot, or the battery is low, nothing is lost but time.
 */
export class Wake {
  #wanted = false;
  #lock: WakeLockSentinel | undefined;

  constructor() {
    // The browser takes the lock away whenever the page is out of sight.
    document.addEventListener("visibilitychange", () => void this.#apply());
  }

  keep(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    void this.#apply();
  }

  async #apply(): Promise<void> {
    if (this.#wanted && document.visibilityState === "visible" && "wakeLock" in navigator) {
      this.#lock = await navigator.wakeLock.request("screen").catch(() => undefined);
    }
    if (!this.#wanted) {
      const lock = this.#lock;
      this.#lock = undefined;
      await lock?.release().catch(() => undefined);
    }
  }
}
