/** A list in random order (Fisher–Yates). @param random gives numbers in [0, 1) */
export function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  const left = [...items];
  const order: Item[] = [];
  while (left.length > 0) order.unshift(...left.splice(Math.floor(random() * left.length), 1));
  return order;
}
