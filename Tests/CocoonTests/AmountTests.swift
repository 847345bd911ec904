import SilkTestSupport
import TONCells
import Testing

@testable import Cocoon

@Suite("Amounts")
struct AmountTests {
    private func params(price: Coins, fee: Coins) -> Params {
        Params(
            structVersion: 0, paramsVersion: 0, uniqueID: 0, isTest: false, pricePerToken: price,
            workerFeePerToken: fee, proxyDelay: 0, clientDelay: 0)
    }

    @Test("a real last payout: 199 630 509 tokens at 19 nanoTON")
    func realPayout() throws {
        let amounts = try PayoutAmounts(
            delta: 199_630_509, params: params(price: Coins(nanoTON: 20), fee: Coins(nanoTON: 19)))
        #expect(amounts.workerPart == Coins(nanoTON: 3_792_979_671))
        #expect(amounts.proxyPart == Coins(nanoTON: 199_630_509))
    }

    @Test("a charge takes at most the balance and says what vanished")
    func charge() {
        let price = Coins(nanoTON: 20)
        let balance = Coins(nanoTON: 1000)
        let small = ChargeAmounts(delta: 49, pricePerToken: price, balance: balance)
        #expect(small.charged == Coins(nanoTON: 980))
        #expect(small.vanished == .zero)
        #expect(small.remaining(of: balance) == Coins(nanoTON: 20))
        let exact = ChargeAmounts(delta: 50, pricePerToken: price, balance: balance)
        #expect(exact.charged == balance)
        #expect(exact.vanished == .zero)
        let large = ChargeAmounts(delta: 51, pricePerToken: price, balance: balance)
        #expect(large.charged == balance)
        #expect(large.vanished == Coins(nanoTON: 20))
        #expect(large.remaining(of: balance) == .zero)
        let nothing = ChargeAmounts(delta: 0, pricePerToken: price, balance: balance)
        #expect(nothing.charged == .zero)
    }

    @Test("the largest counters and prices don't crash", arguments: [0, 1, 2, UInt64.max])
    func extremes(delta: UInt64) throws {
        for price in [Coins.zero, Coins(nanoTON: 1), Coins(nanoTON: .max), .maximum] {
            for balance in [Coins.zero, Coins(nanoTON: 1), .maximum] {
                let amounts = ChargeAmounts(delta: delta, pricePerToken: price, balance: balance)
                let (high, low) = price.nanoTON.multipliedFullWidth(by: UInt128(delta))
                let isClamped = high > 0 || low >= balance.nanoTON
                #expect(amounts.charged == (isClamped ? balance : Coins(exactly: low)))
                if high == 0, low >= balance.nanoTON {
                    #expect(amounts.vanished == Coins(exactly: low - balance.nanoTON))
                } else {
                    #expect(amounts.vanished == (high == 0 ? .zero : nil))
                }
            }
        }
        let largest = params(price: .maximum, fee: .maximum)
        if delta > 1 {
            #expect(throws: CellError.self) { try PayoutAmounts(delta: delta, params: largest) }
        } else {
            #expect(try PayoutAmounts(delta: delta, params: largest).proxyPart == .zero)
        }
    }

    @Test("a fee above the price can't be paid, unless nothing is claimed")
    func negativePart() throws {
        let params = params(price: Coins(nanoTON: 1), fee: Coins(nanoTON: 2))
        #expect(throws: CellError.self) { try PayoutAmounts(delta: 1, params: params) }
        #expect(try PayoutAmounts(delta: 0, params: params).proxyPart == .zero)
    }
}
