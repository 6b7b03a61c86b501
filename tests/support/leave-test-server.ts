import { afterAll } from "vitest";
import { leaveTestServer } from "./test-database";

afterAll(leaveTestServer);
