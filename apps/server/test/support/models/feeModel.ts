// A simple model of what a subscription costs and refunds, sharing no code with what it is compared with.

const PRICES = { essentials: 39_000_000n, advanced: 99_000_000n };

/** Below zero for a payment. `reverses`: the fee that it reverses in part. */
interface BookedFee {
  sum: bigint;
  reverses: number | null;
  isCorrection: boolean;
}

const addMonths = (anchor: number, months: number): number => {
  const first = new Date(anchor);
  const day = Math.min(
    first.getUTCDate(),
    new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + months + 1, 0)).getUTCDate(),
  );
  return Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + months, day) + (anchor % 86_400_000);
};

/** `a × b ÷ c`, with halves rounded to even. */
function share(a: bigint, b: bigint, c: bigint): bigint {
  const whole = (a * b) / c;
  const twice = (a * b - whole * c) * 2n;
  return twice > c || (twice === c && whole % 2n === 1n) ? whole + 1n : whole;
}

/** An account in UTC with a subscription, no numbers, and an unlimited balance. */
export class FeeModel {
  plan: keyof typeof PRICES = "essentials";
  canceled = false;
  private paidUntil = 0;
  private readonly booked: BookedFee[] = [];
  private anchor: number;
  private count = 0;
  private price = 0n;
  /** The fee that paid for the current month. */
  private fee: number | null = null;

  private readonly opening: bigint;

  constructor(opened: number, opening: bigint) {
    this.anchor = opened;
    this.opening = opening;
  }

  get sums(): bigint[] {
    return this.booked.map(({ sum }) => sum);
  }
  get balance(): bigint {
    return this.sums.reduce((all, sum) => all + sum, this.opening);
  }
  private get from(): number {
    return addMonths(this.anchor, this.count);
  }
  private get next(): number {
    return addMonths(this.anchor, this.count + 1);
  }

  private book(sum: bigint, reverses: number | null = null, isCorrection = false): number {
    return this.booked.push({ sum, reverses, isCorrection }) - 1;
  }

  private pay(price: bigint): void {
    this.price = price;
    this.fee = this.book(-price);
  }

  /** The rest of a fee: its amount minus what was reversed. */
  private remaining(at: number): bigint {
    const size = this.booked[at]!.sum < 0n ? -this.booked[at]!.sum : this.booked[at]!.sum;
    return this.booked.reduce(
      (rest, { reverses }, index) => (reverses === at ? rest - this.remaining(index) : rest),
      size,
    );
  }

  bill(now: number): void {
    while (this.next <= now) {
      this.count += 1;
      if (this.canceled) this.price = 0n;
      else this.pay(PRICES[this.plan]);
    }
  }

  change(plan: keyof typeof PRICES, now: number): void {
    this.bill(now);
    this.plan = plan;
    if (this.count === 0 && this.price === 0n) return;
    const [remainingMs, monthMs] = [BigInt(this.next - now), BigInt(this.next - this.from)];
    const refundable = this.fee === null ? 0n : this.remaining(this.fee);
    const unusedShare = share(this.price, remainingMs, monthMs);
    const refund = unusedShare < refundable ? unusedShare : refundable;
    if (refund > 0n) this.book(refund, this.fee);
    this.price = PRICES[plan];
    const due = share(this.price, remainingMs, monthMs);
    if (due > 0n) this.fee = this.book(-due);
  }

  /** Answers whether there was anything to reverse. */
  correct(at: number): boolean {
    const { isCorrection, sum } = this.booked[at]!;
    const remaining = this.remaining(at);
    if (isCorrection || remaining === 0n || this.booked.some((one) => one.isCorrection && one.reverses === at))
      return false;
    this.book(sum < 0n ? remaining : -remaining, at, true);
    return true;
  }

  cancel(now: number): void {
    this.bill(now);
    this.canceled = true;
    this.paidUntil = this.next;
  }

  reactivate(now: number): void {
    this.canceled = false;
    if (now < this.paidUntil) return;
    this.anchor = now;
    this.count = 0;
    this.pay(PRICES[this.plan]);
  }
}
