export type RecordedCall = { readonly method: string; readonly path: string; readonly at: string };

/** Every API call that reached the sandbox, struck by a fault or not; control and webmail requests are left out. */
export class CallRecorder {
  #calls: RecordedCall[] = [];

  record(method: string, path: string): void {
    this.#calls.push({ method, path, at: new Date().toISOString() });
  }

  list(): readonly RecordedCall[] {
    return [...this.#calls];
  }

  reset(): void {
    this.#calls = [];
  }
}
