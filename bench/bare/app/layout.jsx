import { connection } from "next/server";

/** An empty icon, or browsers ask for one and find none. */
export const metadata = { icons: "data:," };

async function RootLayout({ children }) {
  // Made for each request, as the portal's pages are: a policy with a nonce forces that.
  await connection();
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}

export default RootLayout;
