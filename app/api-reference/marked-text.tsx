interface MarkedTextProps {
  /** Of the OpenAPI document: backticks mark code, and nothing else of Markdown is used there. */
  readonly children: string;
}

export function MarkedText({ children }: MarkedTextProps) {
  const [plain = "", code, ...rest] = children.split("`");
  if (code === undefined) return plain;
  return (
    <>
      {plain}
      <code className="font-mono text-sm">{code}</code>
      <MarkedText>{rest.join("`")}</MarkedText>
    </>
  );
}
