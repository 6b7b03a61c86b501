import { bulkhead } from "cockatiel";
import type { MailcowClient } from "@/lib/mailcow/create-mailcow-client";

const MOST_WAITING_LOOKS = 10;

export interface LaneCalls {
  /** A change is on its way to Mailcow. */
  readonly onChange: () => void;
  readonly onDeletion: (tookMs: number) => void;
}

/**
 * The clients of the clean-up's lane, one a deletion. What changes Mailcow goes behind everybody else's calls. A look
 * takes 10 ms also beside a deletion, but in that one-wide lane it would wait for the deletion's end; so looks go
 * where people's calls go, one at a time over all these clients, and leave them all but one of the places.
 */
export function openLaneClients(client: MailcowClient): (calls: LaneCalls) => MailcowClient {
  const background = client.withPriority("background");
  const looks = bulkhead(1, MOST_WAITING_LOOKS);
  return (calls) => {
    const lane: MailcowClient = {
      ...background,
      get: (endpoint, parameters, deadline) =>
        looks.execute(() => client.get(endpoint, parameters, deadline)),
      post: async (endpoint, body, deadline) => {
        const startedAt = performance.now();
        const answer = background.post(endpoint, body, deadline);
        calls.onChange();
        try {
          return await answer;
        } finally {
          if (deadline === "delete") calls.onDeletion(performance.now() - startedAt);
        }
      },
      withPriority: () => lane,
    };
    return lane;
  };
}
