import { expect, test } from "vitest";
import { ofProblem } from "./dashboard";

test.each([
  [404, '{"code":"link_dead"}', { answer: "link_dead" }],
  [403, '{"code":"phone_not_admitted"}', { answer: "not_admitted" }],
  [409, '{"code":"too_many_photos"}', { answer: "refused", refusal: "too_many" }],
  [413, '{"code":"photo_too_large"}', { answer: "refused", refusal: "too_large" }],
  [413, "<html>proxy</html>", { answer: "refused", refusal: "too_large" }],
  [502, "<html>proxy</html>", { answer: "unreachable" }],
  [429, "", { answer: "unreachable" }],
  [0, "", { answer: "unreachable" }],
  [400, '{"code":"something_new"}', { answer: "failed" }],
  [404, "<html>a captive portal</html>", { answer: "failed" }],
])("status %i with %s", (status, body, answer) => {
  expect(ofProblem(status, body), "the code decides, then the status").toEqual(answer);
});
