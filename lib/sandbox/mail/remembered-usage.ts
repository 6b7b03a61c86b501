import type { MailStore, MailUsage } from "@/lib/sandbox/mail/mail-store";

/** Stands for the mail store when the sandbox runs without mail: usage is what a test said it is. */
export class RememberedUsage implements MailStore {
  readonly #usage = new Map<string, MailUsage>();

  readUsage(username: string): MailUsage {
    return this.#usage.get(username) ?? { usedBytes: 0, messages: 0 };
  }

  setUsage(username: string, usage: MailUsage): void {
    this.#usage.set(username, usage);
  }

  async removeMail(username: string): Promise<void> {
    this.#usage.delete(username);
  }

  async renameMail(oldUsername: string, newUsername: string): Promise<void> {
    const usage = this.#usage.get(oldUsername);
    this.#usage.delete(oldUsername);
    if (usage) this.#usage.set(newUsername, usage);
  }
}
