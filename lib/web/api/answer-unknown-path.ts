import { answerProblem } from "./answer-request";

/** There is no such operation: a problem as any other, whoever asks. */
export async function answerUnknownPath(request: Request): Promise<Response> {
  return answerProblem({ reason: "unknown-path" }, request);
}
