// The address of a hub as people type it: the scheme is added, and said.
// @vitest-environment node
import { describe, expect, it } from "vitest";
import { wholeAddress } from "./address";

describe("an address", () => {
  it.each([
    ["localhost:17010", "http://localhost:17010"],
    ["127.0.0.1:17010", "http://127.0.0.1:17010"],
    ["10.0.3.4", "http://10.0.3.4"],
    ["172.16.0.9:80", "http://172.16.0.9:80"],
    ["192.168.1.5:7010", "http://192.168.1.5:7010"],
    ["[::1]:7010", "http://[::1]:7010"],
    ["[fd00::5]", "http://[fd00::5]"],
    ["hub.local:7010", "http://hub.local:7010"],
    ["nas:7010", "http://nas:7010"],
    ["172.32.0.9", "https://172.32.0.9"],
    ["8.8.8.8", "https://8.8.8.8"],
    ["[2001:db8::1]", "https://[2001:db8::1]"],
    ["hub.example.com", "https://hub.example.com"],
    ["10.example.com", "https://10.example.com"],
    ["  hub.example.com/team ", "https://hub.example.com/team"],
    ["http://hub.example.com", "http://hub.example.com"],
    ["HTTPS://hub.example.com", "HTTPS://hub.example.com"],
  ])("%s means %s", (typed, meant) => {
    expect(wholeAddress(typed)).toBe(meant);
  });

  it.each(["", "  ", "中枢 在哪", "ftp://hub.example.com", "https://", "hub example", "javascript://x", "htp//127.0.0.1:7533", "htp:/foo bar", "//hub"])("%s is none", (typed) => {
    expect(wholeAddress(typed)).toBeNull();
  });
});
