import { answerUnknownPath } from "@/lib/web/api/answer-unknown-path";

// Without this, a mistyped path would get the page for people.
export {
  answerUnknownPath as DELETE,
  answerUnknownPath as GET,
  answerUnknownPath as PATCH,
  answerUnknownPath as POST,
  answerUnknownPath as PUT,
};
