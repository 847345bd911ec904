/// The value at a point of G1 of a line through points of E', as the element l0 + l1 v + l2 v w of ``Fp12``, up to a
/// factor that the final exponentiation removes.
struct Line {
    var l0: Fp2
    var l1: Fp2
    var l2: Fp2
}
