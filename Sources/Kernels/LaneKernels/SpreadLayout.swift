internal import CVectorIntrinsics

/// How the digits of numbers lie in vectors: a number in the four lanes of each half, or one in all eight lanes.
///
/// A number is lanes · count digits of 52 bits. Digit i lies in vector i mod count, in lane i / count of its half or of
/// the whole. So a number moves down by one digit when each vector takes the place of the one before it, and only the
/// first one has its lanes moved on its way to the end.
struct SpreadLayout {
    /// How many lanes hold a number: 4 or 8.
    let laneCount: Int

    /// In all lanes of a number its first lane.
    @inline(__always)
    func repeatFirst(_ value: CLanes) -> CLanes {
        laneCount == 4 ? c_lanes_repeat_first(value) : c_lanes_repeat_first_of_all(value)
    }

    /// Each lane of a number one place down, and the first one at the end.
    @inline(__always)
    func rotateDown(_ value: CLanes) -> CLanes {
        laneCount == 4 ? c_lanes_rotate_down(value) : c_lanes_rotate_all_down(value)
    }

    /// Each lane of a number one place up, and the last one at the start.
    @inline(__always)
    func rotateUp(_ value: CLanes) -> CLanes {
        laneCount == 4 ? c_lanes_rotate_up(value) : c_lanes_rotate_all_up(value)
    }

    /// The lane that each lane of a number finds the number's first one in.
    @inline(__always)
    var firstLanes: CLanes { laneCount == 4 ? c_lanes_halves(0, 4) : c_lanes_repeating(0) }

    /// 1 in the first lane of each number, 0 in the others.
    @inline(__always)
    var unit: CLanes {
        c_lanes_choose_where_equal(
            c_lanes_lane_numbers(),
            firstLanes,
            c_lanes_repeating(1),
            c_lanes_repeating(0)
        )
    }
}
