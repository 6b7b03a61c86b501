import { answerMcp } from "@/lib/web/mcp/answer-mcp";
import { getMessagesContext } from "@/lib/web/messages-context";

const answer = (request: Request): Promise<Response> => answerMcp(getMessagesContext, request);

export { answer as DELETE, answer as GET, answer as POST };
