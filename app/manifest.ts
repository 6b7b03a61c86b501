import type { MetadataRoute } from "next";

/** Lets a phone keep the portal on its home screen. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: "Pasture",
    short_name: "Pasture",
    start_url: "/mail",
    display: "minimal-ui",
    background_color: "#faf8f4",
    theme_color: "#17605b",
    icons: [{ src: "/icon.svg", sizes: "any", type: "image/svg+xml" }],
  };
}
