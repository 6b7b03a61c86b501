import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { createEmptyState, type SandboxState } from "@/lib/sandbox/sandbox-state";

/**
 * The sandbox's memory and its file. `save` resolves once a file holding the state as it was when `save` was
 * called is on the disk (written beside, fsynced, renamed); calls made meanwhile share the next write. A store that
 * saves at its end does so when it is closed, and not before.
 */
export class SandboxStore {
  readonly state: SandboxState;
  readonly #file: string;
  readonly #savesAtEnd: boolean;
  #running: Promise<void> | null = null;
  #queued: Promise<void> | null = null;

  private constructor(file: string, state: SandboxState, savesAtEnd: boolean) {
    this.#file = file;
    this.state = state;
    this.#savesAtEnd = savesAtEnd;
  }

  static async open(file: string, { savesAtEnd = false } = {}): Promise<SandboxStore> {
    await mkdir(dirname(file), { recursive: true });
    return new SandboxStore(file, await readState(file), savesAtEnd);
  }

  async save(): Promise<void> {
    if (!this.#savesAtEnd) await this.#saveNow();
  }

  close(): Promise<void> {
    return this.#saveNow();
  }

  #saveNow(): Promise<void> {
    if (!this.#running) {
      this.#running = this.#write().finally(() => {
        this.#running = null;
      });
      return this.#running;
    }
    this.#queued ??= this.#running.then(() => {
      this.#queued = null;
      return this.#saveNow();
    });
    return this.#queued;
  }

  async #write(): Promise<void> {
    const beside = `${this.#file}.new`;
    const handle = await open(beside, "w", 0o600);
    try {
      await handle.writeFile(JSON.stringify(this.state));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, this.#file);
  }
}

async function readState(file: string): Promise<SandboxState> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return createEmptyState();
  const stored = JSON.parse(text) as Partial<SandboxState>;
  if (stored.version !== 1) throw new Error(`${file} was written by another version of the sandbox`);
  return { ...createEmptyState(), ...stored };
}
