import { answerMessageFrame } from "@/lib/web/message-frame";

/** Posted by the reading pane into its own frame. */
export function POST(request: Request): Promise<Response> {
  return answerMessageFrame(request);
}
