import TONBlocks
import TONCells

extension VirtualMachine {
    /// Carries out an instruction that moves values on the stack.
    @inline(__always)
    mutating func execute(_ operation: StackOperation, _ operand: UInt32) throws(VMException) {
        let first = Int(operand)
        switch operation {
        case .nothing: break
        case .exchangeTop:
            try stack.requirePosition(first)
            stack.exchange(0, first)
        case .push:
            try stack.requirePosition(first)
            stack.push(stack[fromTop: first])
        case .pop:
            try stack.requirePosition(first)
            let top = try stack.pop()
            if first > 0 { stack[fromTop: first - 1] = top }
        case .exchangeSecond:
            try stack.requirePosition(first)
            stack.exchange(1, first)
        case .rotate:
            try stack.require(3)
            stack.exchange(1, 2)
            stack.exchange(0, 1)
        case .rotateReverse:
            try stack.require(3)
            stack.exchange(0, 1)
            stack.exchange(1, 2)
        case .drop2:
            try stack.require(2)
            stack.drop(2)
        case .duplicate2:
            try stack.require(2)
            stack.push(stack[fromTop: 1])
            stack.push(stack[fromTop: 1])
        case .tuck:
            try stack.require(2)
            stack.exchange(0, 1)
            stack.push(stack[fromTop: 1])
        default: try executeCompound(operation, operand)
        }
    }

    private mutating func executeCompound(_ operation: StackOperation, _ operand: UInt32) throws(VMException) {
        let (first, second) = (Int(operand >> 4 & 15), Int(operand & 15))
        switch operation {
        case .exchange:
            guard first > 0, first < second else { throw .invalidOpcode }
            try stack.requirePosition(second)
            stack.exchange(first, second)
        case .exchange2:
            try stack.requirePosition(max(first, second, 1))
            stack.exchange(1, first)
            stack.exchange(0, second)
        case .exchangePush:
            try stack.requirePosition(max(first, second))
            stack.exchange(0, first)
            stack.push(stack[fromTop: second])
        case .pushExchange:
            try stack.requirePosition(first)
            try stack.require(second)
            stack.push(stack[fromTop: first])
            stack.exchange(0, 1)
            stack.exchange(0, second)
        case .push2:
            try stack.requirePosition(max(first, second))
            stack.push(stack[fromTop: first])
            stack.push(stack[fromTop: second + 1])
        case .blockSwap:
            try stack.require(first + second + 2)
            rotateTop(first + 1, second + 1)
        case .swap2:
            try stack.require(4)
            stack.exchange(1, 3)
            stack.exchange(0, 2)
        case .over2:
            try stack.require(4)
            stack.push(stack[fromTop: 3])
            stack.push(stack[fromTop: 3])
        case .reverse:
            try stack.require(first + 2 + second)
            reverseTop(first + 2, below: second)
        case .blockDrop:
            try stack.require(second)
            stack.drop(second)
        case .blockDrop2:
            try stack.require(first + second)
            dropBelow(first, kept: second)
        case .blockPush:
            try stack.requirePosition(second)
            for _ in 0..<first { stack.push(stack[fromTop: second]) }
        case .debug: break
        case .debugText:
            // The text doesn't matter, but it must be there.
            guard code.remainingBits >= (second + 1) * 8 else { throw .invalidOpcode }
            code.advance(bits: (second + 1) * 8)
        case .depth: stack.push(stack.depth)
        case .exchange3, .exchange2Push, .exchangePushExchange, .exchangePush2, .pushExchange2, .pushExchangePush,
            .push2Exchange, .push3:
            try executeTriple(operation, Int(operand >> 8 & 15), first, second)
        default: try executeVariable(operation)
        }
    }

    private mutating func executeTriple(
        _ operation: StackOperation, _ first: Int, _ second: Int, _ third: Int
    ) throws(VMException) {
        switch operation {
        case .exchange3:
            try stack.requirePosition(max(first, second, third, 2))
            stack.exchange(2, first)
            stack.exchange(1, second)
            stack.exchange(0, third)
        case .exchange2Push:
            try stack.requirePosition(max(first, second, third, 1))
            stack.exchange(1, first)
            stack.exchange(0, second)
            stack.push(stack[fromTop: third])
        case .exchangePushExchange:
            try stack.requirePosition(max(first, second, 1))
            try stack.require(third)
            stack.exchange(1, first)
            stack.push(stack[fromTop: second])
            stack.exchange(0, 1)
            stack.exchange(0, third)
        case .exchangePush2:
            try stack.requirePosition(max(first, second, third))
            stack.exchange(0, first)
            stack.push(stack[fromTop: second])
            stack.push(stack[fromTop: third + 1])
        case .pushExchange2:
            try stack.requirePosition(max(first, 1))
            try stack.require(max(second, third))
            stack.push(stack[fromTop: first])
            stack.exchange(2, 0)
            stack.exchange(1, second)
            stack.exchange(0, third)
        case .pushExchangePush:
            try stack.requirePosition(first)
            try stack.require(max(second, third))
            stack.push(stack[fromTop: first])
            stack.exchange(0, 1)
            stack.exchange(0, second)
            stack.push(stack[fromTop: third])
        case .push2Exchange:
            try stack.requirePosition(first)
            try stack.require(max(second, third - 1))
            stack.push(stack[fromTop: first])
            stack.exchange(1, 0)
            stack.push(stack[fromTop: second])
            stack.exchange(1, 0)
            stack.exchange(0, third)
        default:
            try stack.requirePosition(max(first, second, third))
            stack.push(stack[fromTop: first])
            stack.push(stack[fromTop: second + 1])
            stack.push(stack[fromTop: third + 2])
        }
    }

    /// A count from the stack: up to 255 before version 4.
    private mutating func popCount() throws(VMException) -> Int {
        try stack.popInteger(in: 0...(globalVersion >= 4 ? 1 << 30 - 1 : 255))
    }

    private mutating func executeVariable(_ operation: StackOperation) throws(VMException) {
        switch operation {
        case .blockSwapVariable:
            try stack.require(2)
            let (second, first) = (try popCount(), try popCount())
            try stack.require(first + second)
            guard first > 0, second > 0 else { return }
            if globalVersion >= 4 { try consume(Int64(max(first + second - 255, 0))) }
            rotateTop(first, second)
        case .reverseVariable:
            try stack.require(2)
            let (second, first) = (try popCount(), try popCount())
            try stack.require(first + second)
            try consume(Int64(max(first - 255, 0)))
            reverseTop(first, below: second)
        default:
            try stack.require(1)
            let count = try popCount()
            switch operation {
            case .pick:
                try stack.requirePosition(count)
                stack.push(stack[fromTop: count])
            case .roll:
                try stack.requirePosition(count)
                try consume(Int64(max(count - 255, 0)))
                rotateTop(1, count)
            case .rollReverse:
                try stack.requirePosition(count)
                try consume(Int64(max(count - 255, 0)))
                rotateTop(count, 1)
            case .dropVariable:
                try stack.require(count)
                stack.drop(count)
            case .exchangeVariable:
                try stack.requirePosition(count)
                stack.exchange(0, count)
            case .checkDepth: try stack.require(count)
            case .onlyTop:
                try stack.require(count)
                if stack.depth > count { try consume(Int64(max(count - 255, 0))) }
                dropBelow(stack.depth - count, kept: count)
            default:
                try stack.require(count)
                stack.drop(stack.depth - count)
            }
        }
    }

    /// Moves the upper block below the lower one, which lies directly under it.
    private mutating func rotateTop(_ lower: Int, _ upper: Int) {
        guard lower > 0, upper > 0 else { return }
        let start = stack.depth - lower - upper
        reverse(start..<start + lower)
        reverse(start + lower..<stack.depth)
        reverse(start..<stack.depth)
    }

    private mutating func reverseTop(_ count: Int, below: Int) {
        let end = stack.depth - below
        reverse(end - count..<end)
    }

    private mutating func reverse(_ range: Range<Int>) {
        guard range.count > 1 else { return }
        var (low, high) = (range.lowerBound, range.upperBound - 1)
        while low < high {
            stack.entries.swapAt(low, high)
            low += 1
            high -= 1
        }
    }

    /// Takes values out that lie under the topmost ones.
    private mutating func dropBelow(_ count: Int, kept: Int) {
        guard count > 0 else { return }
        let end = stack.depth - kept
        stack.entries.removeSubrange(end - count..<end)
    }
}
