import { onTestFinished } from "vitest";
import {
  createMailcowClient,
  type MailcowClient,
  type MailcowClientOptions,
} from "@/lib/mailcow/create-mailcow-client";
import { loadRecording } from "@/tests/support/load-recording";
import { type ReplayServer, startReplayServer } from "@/tests/support/start-replay-server";

export const REPLAY_KEY = "AAAAAA-BBBBBB-CCCCCC-DDDDDD-EEEEEE";

export type Replay = { readonly server: ReplayServer; readonly client: MailcowClient };

/** A replay server and a client of it for one test, both closed when the test ends. */
export async function connectReplay(options: Partial<MailcowClientOptions> = {}): Promise<Replay> {
  const server = await startReplayServer();
  const client = createMailcowClient({ baseUrl: server.url, apiKey: REPLAY_KEY, ...options });
  onTestFinished(async () => {
    await server.close();
    await client.close();
  });
  return { server, client };
}

/** The same, answering every call with one recording. */
export async function connectRecording(name: string): Promise<Replay> {
  const replay = await connectReplay();
  replay.server.reply(loadRecording(name));
  return replay;
}
