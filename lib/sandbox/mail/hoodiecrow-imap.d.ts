/** The part of hoodiecrow-imap 2.1.0 that the sandbox uses; the package has no types of its own. */
declare module "hoodiecrow-imap" {
  import type { EventEmitter } from "node:events";
  import type { Server } from "node:tls";

  namespace createServer {
    export type HoodiecrowMessage = { raw: string; flags: string[]; uid: number };
    export type HoodiecrowMailbox = { path: string; messages: HoodiecrowMessage[] };
    export type HoodiecrowToken = { type: string; value: string };
    export type HoodiecrowCommand = { tag: string; attributes?: (HoodiecrowToken | HoodiecrowToken[])[] };
    export type HoodiecrowResponse = { tag: string; command: string; attributes?: unknown[] };

    export type HoodiecrowConnection = {
      server: HoodiecrowServer;
      socket: { remoteAddress?: string; destroyed: boolean; write(text: string): void } | null;
      state: string;
      inputHandler: ((line: string) => void) | false;
      _notificationCallback: (notification: unknown) => void;
      send(response: HoodiecrowResponse, description: string, parsed: HoodiecrowCommand, data: string): void;
    };

    export type HoodiecrowHandler = (
      connection: HoodiecrowConnection,
      parsed: HoodiecrowCommand,
      data: string,
      callback: () => void,
    ) => void;

    export type HoodiecrowServer = EventEmitter & {
      server: Server;
      folderCache: Record<string, HoodiecrowMailbox>;
      listen(port: number, host: string, callback: () => void): void;
      close(callback: () => void): void;
      registerCapability(name: string, isShown?: (connection: HoodiecrowConnection) => boolean): void;
      setCommandHandler(command: string, handler: HoodiecrowHandler): void;
      appendMessage(mailbox: string, flags: string[], internalDate: Date | undefined, raw: string): void;
    };

    export type HoodiecrowOptions = {
      secureConnection?: boolean;
      credentials?: { key: string; cert: string };
      plugins?: (string | ((server: HoodiecrowServer) => void))[];
      storage?: Record<string, unknown>;
    };
  }

  function createServer(options: createServer.HoodiecrowOptions): createServer.HoodiecrowServer;

  export = createServer;
}
