function BarePage() {
  return <p>The least a Next page can be.</p>;
}

export default BarePage;
