/** An address that breaks before its @ or after a hyphen, and inside a word only where nothing else helps. */
export function BrokenAddress({ address }: { readonly address: string }) {
  const at = address.lastIndexOf("@");
  return (
    <span className="[overflow-wrap:anywhere]">
      {address.slice(0, at)}
      <wbr />
      {address.slice(at)}
    </span>
  );
}
