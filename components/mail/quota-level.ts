import type { MeterLevel } from "@/components/ui/meter";

/** Mailcow's own thresholds: 75 % is amber, 90 % is red. */
export function quotaLevel(usedPercent: number): Extract<MeterLevel, "calm" | "high" | "full"> {
  if (usedPercent >= 90) return "full";
  return usedPercent >= 75 ? "high" : "calm";
}
