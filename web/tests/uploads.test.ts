import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fingerprintOf, kindOf, leftWords, marks, progressWords, Rate, sizeWords } from '../lib/uploads';

const MIB = 1 << 20;

describe('uploads', () => {
  it('tells what a file is by its name', () => {
    expect(['A.mkv', 'a.JPG', 'b.webp', 'c.en.srt', 'no suffix', 'x.ass'].map(kindOf)).toEqual(['film', 'poster', 'poster', 'subtitle', 'film', 'subtitle']);
  });

  it('looks at the first, the middle and the last block, and at no block twice', () => {
    expect([marks(10), marks(MIB), marks(3 * MIB), marks(MIB + 3)]).toEqual([[0], [0], [0, MIB, 2 * MIB], [0, 1, 3]]);
  });

  it('makes the fingerprint that the house makes', async () => {
    for (const size of [10, MIB + 3, 5 * MIB + 1]) {
      const bytes = Uint8Array.from({ length: size }, (_, at) => (at * 31) % 251);
      const mark = createHash('sha256').update(String(size));
      for (const at of marks(size)) mark.update(bytes.subarray(at, at + MIB));
      expect(await fingerprintOf(new Blob([bytes]))).toBe(mark.digest('hex'));
    }
  });

  it('knows the rate of the last seconds alone', () => {
    const rate = new Rate();
    expect(rate.perSecond).toBe(0);
    for (let second = 0; second < 20; second++) rate.report(second < 10 ? 0 : (second - 10) * 1000, second * 1000);
    expect(rate.perSecond).toBe(1000);
    rate.clear();
    expect(rate.perSecond).toBe(0);
  });

  it('says how far it is', () => {
    expect([sizeWords(2048), sizeWords(12 * MIB), sizeWords(3 * 1024 * MIB)]).toEqual(['2.0 KB', '12.0 MB', '3.0 GB']);
    expect([leftWords(0.2), leftWords(75), leftWords(3723)]).toEqual(['0:01 left', '1:15 left', '1:02:03 left']);
    expect(progressWords(MIB, 3 * MIB, MIB)).toBe('1.0 MB of 3.0 MB · 1.0 MB/s · 0:02 left');
    expect(progressWords(MIB, 3 * MIB, 0)).toBe('1.0 MB of 3.0 MB');
  });
});
