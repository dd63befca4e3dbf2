import { describe, expect, test } from "vitest";
import { callerNetwork, parseProxies } from "../../src/clientAddress.ts";

const caller = (trusted: string, socket: string, forwarded?: string) =>
  callerNetwork(socket, forwarded, parseProxies(trusted)!);

describe("the client address", () => {
  test("is the peer's, whatever a header says, if no proxy is trusted", () => {
    expect(caller("", "203.0.113.7", "198.51.100.1")).toBe("203.0.113.7");
    expect(caller("10.0.0.0/8", "203.0.113.7", "198.51.100.1")).toBe("203.0.113.7");
    expect(caller("", "local", "198.51.100.1")).toBe("local");
  });

  test("is the right-most hop that isn't a trusted proxy: anything left of it may be forged", () => {
    const trusted = "127.0.0.1,10.0.0.0/8,2001:db8:1::/48";
    expect(caller(trusted, "127.0.0.1", "6.6.6.6, 198.51.100.1, 10.1.2.3")).toBe("198.51.100.1");
    expect(caller(trusted, "10.9.9.9", "198.51.100.1")).toBe("198.51.100.1");
    expect(caller(trusted, "::ffff:10.9.9.9", "198.51.100.1:4711")).toBe("198.51.100.1");
    expect(caller(trusted, "::ffff:0a09:0909", "198.51.100.1")).toBe("198.51.100.1");
    expect(caller(trusted, "2001:db8:1::5", "[2001:db8:7:8:9::1]:443")).toBe("2001:db8:7:8::/64");
    expect(caller(trusted, "127.0.0.1", "10.0.0.5, 10.0.0.6")).toBe("10.0.0.5");
    expect(caller(trusted, "127.0.0.1")).toBe("127.0.0.1");
  });

  test("stops at an unreadable hop: nobody gets in under an address that they chose", () => {
    for (const invalid of ["6.6.6.6, unknown", "6.6.6.6, ", "6.6.6.6,1.2.3", "6.6.6.6, evil\u0000", "_hidden"])
      expect(caller("127.0.0.1", "127.0.0.1", invalid)).toBe("127.0.0.1");
    expect(caller("127.0.0.1", "127.0.0.1", `6.6.6.6${", 127.0.0.1".repeat(10_000)}`)).toBe("127.0.0.1");
  });

  test("is a 64-bit network for IPv6 in any notation; an embedded IPv4 address counts as IPv4", () => {
    for (const one of [
      "2001:db8:0:1::1",
      "2001:DB8:0:1:ffff:ffff:ffff:ffff",
      "2001:db8::1:0:0:0:5",
      "2001:db8:0:1::%eth0",
    ])
      expect(caller("", one)).toBe("2001:db8:0:1::/64");
    expect(caller("", "::1")).toBe("0:0:0:0::/64");
    expect(caller("", "::ffff:203.0.113.7")).toBe("203.0.113.7");
    expect(caller("", "::ffff:cb00:7107")).toBe("203.0.113.7");
    expect(caller("", "2001:db8:0:2::1")).not.toBe(caller("", "2001:db8:0:1::1"));
  });
});
